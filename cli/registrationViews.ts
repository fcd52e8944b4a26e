import { z } from 'zod';
import type { Connected } from './session.ts';
import type { Tone } from './terminal.ts';

/** What is answered to who registers a company. */
export const Accepted = z.object({
  registrationId: z.string(),
  tenantId: z.string(),
  status: z.string(),
});

/** A registration, as far as it is known. */
export const Registration = z.looseObject({
  registrationId: z.string(),
  tenantId: z.string().optional(),
  tenantName: z.string().optional(),
  tier: z.string().optional(),
  status: z.string(),
  failure: z
    .looseObject({
      failedStep: z.string(),
      error: z.object({ name: z.string(), message: z.string() }).optional(),
      compensated: z.boolean().optional(),
      stuck: z.array(z.string()).optional(),
    })
    .optional(),
});
export type Registration = z.infer<typeof Registration>;

const TONES: Record<string, Tone> = {
  active: 'good',
  suspended: 'bad',
  leaving: 'busy',
  offboarded: 'bad',
  failed: 'bad',
};

/** How a status is coloured. */
export const toneOf = (status: string): Tone => TONES[status] ?? 'busy';

/** Whether nothing more becomes of it by itself. */
export const isSettled = ({ status }: Registration): boolean => status in TONES;

const failureIn = ({ failure }: Registration): string[][] => {
  if (!failure) return [];
  const { failedStep, error, stuck = [] } = failure;
  return [
    ['failed step', failedStep],
    ...(error ? [['error', `${error.name}: ${error.message}`]] : []),
    ['left behind', stuck.length === 0 ? 'nothing' : stuck.join(', ')],
  ];
};

/** One registration. */
export const printRegistration = (
  { terminal, json }: Connected,
  registration: Registration,
): void => {
  if (json) {
    terminal.json(registration);
    return;
  }
  const { registrationId, tenantId, tenantName, tier, status } = registration;
  terminal.table(
    [],
    [
      ['registration', registrationId],
      ['tenant', [tenantName, tenantId].filter(Boolean).join('  ')],
      ['tier', tier ?? ''],
      ['status', terminal.paint(toneOf(status), status)],
      ...failureIn(registration),
    ],
  );
};
