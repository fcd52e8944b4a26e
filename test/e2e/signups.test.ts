import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { EmailAddress } from '../../events/fields.ts';
import { selfServiceTiers } from '../../infra/config.ts';
import { patiently } from '../support/patiently.ts';
import { type Product, startProduct } from '../support/product.ts';

const SignUp = z.looseObject({ tenantName: z.string(), adminEmail: z.string(), tier: z.string() });

const Case = z.object({
  group: z.string(),
  first: SignUp.optional(),
  body: SignUp,
  accept: z.boolean(),
  /** Says that either answer is right. */
  note: z.string().optional(),
});
type Case = z.infer<typeof Case>;

const { cases } = z
  .object({ cases: z.array(Case) })
  .parse(JSON.parse(readFileSync('test/cases/signups.json', 'utf8')));

const titled = (all: readonly Case[]): [string, Case][] =>
  all.map((one) => [`${one.group}: ${JSON.stringify(one.body)}`, one]);

const pairs = cases.filter(({ first }) => first !== undefined);
const singles = cases.filter(({ first, note }) => first === undefined && note === undefined);

describe('a sign-up as people write it', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  const accepted: string[] = [];

  const isForSale = ({ tier }: Case['body']) =>
    selfServiceTiers.some((one) => one === tier.trim().toLowerCase());

  /** The form's answer to a sign-up and its code, or an operator's for what the form does not sell. */
  const signUp = async (body: Case['body']) => {
    if (!isForSale(body)) return product.postAsOperator('tenants', body);
    const asked = await patiently(() => product.post('registrations', body));
    if (asked.status !== 202) return asked;
    const address = EmailAddress.parse(body.adminEmail);
    return patiently(() => product.confirm(asked.body.registrationId, address));
  };

  const expectRight = async ({ body, accept }: Case) => {
    const answer = await signUp(body);

    if (accept) {
      expect(answer).toMatchObject({ body: { status: 'registered' } });
      accepted.push(answer.body.registrationId);
      return;
    }
    expect([400, 409]).toContain(answer.status);
    expect(answer.body.fields).not.toEqual([]);
    for (const { path, message } of answer.body.fields) {
      expect(Object.keys(body)).toContain(path);
      expect(message).toEqual(expect.any(String));
    }
  };

  it.each(titled(pairs))('is judged right after another is active: %s', async (_title, one) => {
    const { registrationId } = await product.register(SignUp.parse(one.first));
    const settled = await product.settled(registrationId);

    expect(settled).toMatchObject({ status: 'active' });
    await expectRight(one);
  });

  it.each(titled(singles))('is judged right: %s', async (_title, one) => {
    await expectRight(one);
  });

  it('becomes a tenant where it was taken', async () => {
    const statuses: string[] = [];

    for (const id of accepted) statuses.push((await product.settled(id)).status);

    expect(statuses.filter((status) => status !== 'active')).toEqual([]);
    expect(statuses.length).toBeGreaterThan(90);
  });

  it.each(['Smith/Jones & Töchter #2', 'شرکت نرم\u200cافزار', 'a+b?c=d%20e'])(
    'leads to the sign-in of %s',
    async (tenantName) => {
      const adminEmail = `n${[...tenantName].length}@signin.example`;
      const accepted = await product.register({ tenantName, adminEmail, tier: 'Basic ' });
      await product.settled(accepted.registrationId);

      const path = `sign-in/${encodeURIComponent(tenantName)}`;
      const signIn = await product.http(`${product.outputs.ControlApiUrl}${path}`);

      expect(signIn).toMatchObject({ status: 200, body: { tenantId: accepted.tenantId } });
    },
  );
});
