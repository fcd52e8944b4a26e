import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { Tier } from '#events/fields.ts';
import {
  type Connected,
  connected,
  type Session,
  type TargetOptions,
  withTarget,
} from './session.ts';
import type { Tone } from './terminal.ts';

const POLL_MS = 500;

const Accepted = z.object({
  registrationId: z.string(),
  tenantId: z.string(),
  status: z.string(),
});

const Registration = z.looseObject({
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
type Registration = z.infer<typeof Registration>;

const TONES: Record<string, Tone> = { active: 'good', suspended: 'bad', failed: 'bad' };

/** How a status is coloured. */
export const toneOf = (status: string): Tone => TONES[status] ?? 'busy';

const isSettled = ({ status }: Registration): boolean => status in TONES;

const failureIn = ({ failure }: Registration): string[][] => {
  if (!failure) return [];
  const { failedStep, error, stuck = [] } = failure;
  return [
    ['failed step', failedStep],
    ...(error ? [['error', `${error.name}: ${error.message}`]] : []),
    ['left behind', stuck.length === 0 ? 'nothing' : stuck.join(', ')],
  ];
};

const print = ({ terminal, json }: Connected, registration: Registration): void => {
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

const read = async ({ api }: Connected, registrationId: string): Promise<Registration> =>
  Registration.parse(
    await api.open('GET', `registrations/${encodeURIComponent(registrationId)}`, {}),
  );

/** Reads a registration until it is active or failed; each new status is noted. */
const watched = async (to: Connected, registrationId: string): Promise<Registration> => {
  let known: string | undefined;
  for (;;) {
    const registration = await read(to, registrationId);
    if (isSettled(registration)) return registration;
    if (registration.status !== known) to.terminal.note(`${registration.status} …`);
    known = registration.status;
    await sleep(POLL_MS);
  }
};

const exitOf = ({ status }: Registration): number => (status === 'failed' ? 1 : 0);

type RegisterOptions = TargetOptions & {
  email: string;
  tier: string;
  phone?: string;
  address?: string;
  idempotencyKey?: string;
  watch?: boolean;
};

/** A tier in any case of letters. */
const tierOf = (given: string): Tier => {
  const { data } = Tier.safeParse(given.trim().toLowerCase());
  if (data !== undefined) return data;
  throw new InvalidArgumentError(`Allowed choices are ${Tier.options.join(', ')}.`);
};

const register = async (session: Session, tenantName: string, options: RegisterOptions) => {
  const to = await connected(session, options);
  const { email: adminEmail, tier, phone, address, idempotencyKey, watch } = options;
  const accepted = Accepted.parse(
    await to.api.asOperator('POST', 'tenants', {
      body: { tenantName, adminEmail, tier, phone, address },
      ...(idempotencyKey !== undefined && { headers: { 'idempotency-key': idempotencyKey } }),
    }),
  );
  if (!watch) {
    print(to, { ...accepted, tenantName, tier });
    return 0;
  }
  to.terminal.note(`registration ${accepted.registrationId}, tenant ${accepted.tenantId}`);
  const settled = await watched(to, accepted.registrationId);
  print(to, settled);
  return exitOf(settled);
};

const status = async (
  session: Session,
  registrationId: string,
  options: TargetOptions & { watch?: boolean },
) => {
  const to = await connected(session, options);
  const registration = await (options.watch ? watched : read)(to, registrationId);
  print(to, registration);
  return exitOf(registration);
};

/** `register` and `status`. */
export const addRegistrations = (
  program: Command,
  session: Session,
  done: (code: number) => void,
) => {
  withTarget(program.command('register'))
    .summary('register a company')
    .description('Registers a company at once: no code is asked for, unlike by the sign-up form.')
    .argument('<tenantName>', 'what the company calls itself')
    .requiredOption('--email <address>', 'the first admin’s e-mail address')
    .addOption(
      new Option('--tier <tier>', 'its plan')
        .choices(Tier.options)
        .argParser(tierOf)
        .default('basic'),
    )
    .option('--phone <number>', 'with its country code, as "+44 20 7946 0000 ext. 12"')
    .option('--address <text>', 'where the company is')
    .option('--idempotency-key <key>', 'makes it safe to repeat: same key, same tenant')
    .option('--watch', 'wait until the tenant is active, or has failed (exit code 1)')
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard register Acme --email ada@acme.example
  $ npx onboard register "Globex & Sons" --email hank@globex.example --tier platinum --watch`,
    )
    .action(async (name: string, options: RegisterOptions) =>
      done(await register(session, name, options)),
    );
  withTarget(program.command('status'))
    .summary('show what has become of a registration')
    .description('Shows what has become of a registration. Exit code 1 when it has failed.')
    .argument('<registrationId>')
    .option('--watch', 'wait until the tenant is active, or has failed')
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard status 01M7ZYAMZX3N5B8Q2W4E6R8T0Y --watch
  $ npx onboard status 01M7ZYAMZX3N5B8Q2W4E6R8T0Y --json | jq -r .status`,
    )
    .action(async (id: string, options: TargetOptions & { watch?: boolean }) =>
      done(await status(session, id, options)),
    );
};
