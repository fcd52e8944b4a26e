import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { throttles } from '../../infra/config.ts';
import { deployedFunctions } from '../support/deployedFunctions.ts';
import { deployedTable } from '../support/deployedTables.ts';
import { settableClock } from '../support/isolation/isolationClock.ts';
import { inventory } from '../support/leftovers.ts';
import { type Product, startProduct } from '../support/product.ts';
import { aProxyEvent } from '../support/proxyEvent.ts';
import { until } from '../support/until.ts';

const MANY = 100;
const AT_ONCE = 50;
const HOUR_MS = 60 * 60 * 1_000;
const LONG_MS = 300_000;

describe('strangers who sign up and confirm nothing', () => {
  let product: Product;
  const time = settableClock();
  const { burst, ratePerSecond } = throttles.openWrites;

  beforeAll(async () => {
    product = await startProduct({ clock: time.clock });
  });
  afterAll(() => product.stop());

  const signUpOf = (n: number) => ({
    tenantName: `Stranger ${n}`,
    adminEmail: `stranger${n}@bulk.example`,
    tier: 'basic',
  });

  const rowsOf = async (part: string): Promise<string[]> => {
    const { documents, name } = await deployedTable(product, part);
    const found: string[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await documents.send(new ScanCommand({ TableName: name, ExclusiveStartKey }));
      found.push(...(page.Items ?? []).map(({ pk, mailId }) => String(pk ?? mailId)));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  };

  /** Counted by the table: so many rows are too many to read again and again. */
  const isEmpty = async (part: string): Promise<boolean> => {
    const { documents, name } = await deployedTable(product, part);
    const { Count } = await documents.send(new ScanCommand({ TableName: name, Select: 'COUNT' }));
    return Count === 0;
  };

  it('are answered 429 beyond the throttle, and have made nothing', async () => {
    const before = await inventory(product);
    const begun = Date.now();

    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => product.post('registrations', signUpOf(n))),
    );

    const seconds = (Date.now() - begun) / 1_000;
    const taken = answers.filter(({ status }) => status === 202).length;
    const refused = answers.filter(({ status }) => status === 429);
    expect(taken + refused.length).toBe(200);
    expect(taken).toBeGreaterThanOrEqual(burst);
    expect(taken).toBeLessThanOrEqual(burst + Math.ceil(seconds * ratePerSecond));
    expect(refused[0]?.body).toMatchObject({ code: 'THROTTLED', message: expect.any(String) });
    expect(await inventory(product)).toEqual(before);
  });

  it('slow nobody down who only looks', async () => {
    const { ControlApiUrl } = product.outputs;

    const looks = await Promise.all(
      Array.from({ length: throttles.openReads.burst / 2 }, () =>
        product.http(`${ControlApiUrl}registrations/nobody`),
      ),
    );

    expect(looks.map(({ status }) => status)).toEqual(looks.map(() => 404));
  });

  it(
    'leave nothing when many of them have lapsed',
    async () => {
      const ask = deployedFunctions(product);
      for (let from = 0; from < MANY; from += AT_ONCE) {
        await Promise.all(
          Array.from({ length: AT_ONCE }, (_, n) =>
            ask.invoke(
              'registration/requestSignUp',
              aProxyEvent({
                httpMethod: 'POST',
                resource: '/registrations',
                headers: { 'idempotency-key': 'k' },
                body: JSON.stringify(signUpOf(1_000 + from + n)),
              }),
            ),
          ),
        );
      }
      const kept = await rowsOf('RegistrationRegistrations');

      time.move(25 * HOUR_MS);
      await until(() => isEmpty('RegistrationRegistrations'));

      const kinds = new Set(kept.map((pk) => pk.split('#')[0]));
      expect(kept.filter((pk) => pk.startsWith('signUp#')).length).toBeGreaterThanOrEqual(MANY);
      expect([...kinds].sort()).toEqual(['form', 'mailed', 'signUp']);
      expect(await rowsOf('MailOutbox')).toEqual([]);
    },
    LONG_MS,
  );
});
