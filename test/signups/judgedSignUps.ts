import { z } from 'zod';
import { requestSignUpFunction } from '../../services/registration/requestSignUp.function.ts';
import { httpRoutes } from '../../services/shared/httpRoute.ts';
import { tenantNameKey } from '../../services/shared/signUp/tenantNameKey.ts';
import { aTenantId, aUlid } from '../support/builders.ts';
import { aProxyEvent } from '../support/proxyEvent.ts';
import { type GeneratedSignUp, generatedSignUp } from './generatedSignUp.ts';

const ids = { registrationId: aUlid(1), tenantId: aTenantId(1), status: 'unconfirmed' } as const;

/** The door alone: whatever it lets through is accepted. */
const ask = httpRoutes(requestSignUpFunction, {
  'POST /registrations': async () => ({ status: 202, body: ids }) as const,
});

const Refusal = z.object({ message: z.string() });

const refusalOf = async (signUp: GeneratedSignUp): Promise<string | undefined> => {
  const { statusCode, body } = await ask(
    aProxyEvent({
      httpMethod: 'POST',
      resource: '/registrations',
      body: JSON.stringify(signUp),
    }),
  );
  return statusCode === 202 ? undefined : Refusal.parse(JSON.parse(body)).message;
};

/** The same name to people, as far as case and spaces go. */
const plainly = (name: string): string =>
  name.normalize('NFKC').toUpperCase().replaceAll(/\s+/g, ' ').trim();

export type Judged = {
  refused: { signUp: GeneratedSignUp; why: string }[];
  /** Names that count as one, though they are spelt differently. */
  alike: [string, string][];
};

/** What the form says to generated sign-ups, and which of their names it takes for one. */
export const judgedSignUps = async (count: number, seed: number): Promise<Judged> => {
  const judged: Judged = { refused: [], alike: [] };
  const names = new Map<string, string>();
  for (let n = 0; n < count; n += 1) {
    const signUp = generatedSignUp(seed, n);
    const why = await refusalOf(signUp);
    if (why !== undefined) judged.refused.push({ signUp, why });
    const { tenantName } = signUp;
    const key = tenantNameKey(tenantName);
    const known = names.get(key) ?? tenantName;
    names.set(key, known);
    if (plainly(known) !== plainly(tenantName)) judged.alike.push([known, tenantName]);
  }
  return judged;
};
