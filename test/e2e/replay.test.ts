import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { isolationPeople } from '../support/isolation/isolationPeople.ts';
import { belongings, nothing } from '../support/leftovers.ts';
import { type Product, startProduct } from '../support/product.ts';

/** An undo is tried for some ten seconds before it counts as stuck. */
const STUCK_MS = 120_000;

describe('replaying a saga whose tenant’s name was registered again meanwhile', () => {
  let product: Product;
  let token: string;

  beforeAll(async () => {
    product = await startProduct();
    token = (await isolationPeople(product).operator()).tokens.id;
  });
  afterEach(() => product.engine.faults.clear());
  afterAll(() => product.stop());

  const call = (request: string) => isolationPeople(product).call('control', request, { token });

  const failing = (service: string, operation: string, error: string, times = 1) =>
    product.fault({ service, operation, error, when: 'before', times });

  const registered = async (tenantName: string, who: string) => {
    const adminEmail = `${who}@${tenantName.toLowerCase()}.example`;
    const { registrationId } = await product.register({ tenantName, adminEmail, tier: 'basic' });
    return product.settled(registrationId);
  };

  const newestRun = async (tenantId: string) => {
    const { body } = await call(`GET sagas?tenantId=${tenantId}`);
    return body.sagas[0];
  };

  const ended = async (executionName: string) => {
    for (;;) {
      const { body } = await call(`GET sagas/${executionName}`);
      if (body.status !== 'running') return body;
    }
  };

  it('is refused, and says whose it is now; the other tenant is not touched', async () => {
    failing('apigateway', 'CreateApiKey', 'LimitExceededException');
    const first = await registered('Acme', 'ada');
    const second = await registered('Acme', 'bob');
    const { executionName } = await newestRun(first.tenantId);

    const answer = await call(`POST sagas/${executionName}/replay`);

    expect([first.status, second.status]).toEqual(['failed', 'active']);
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'SagaNotReplayable',
        message: 'another registration has it by now: tenant name Acme',
      },
    });
    expect(await belongings(product, first.tenantId)).toEqual(nothing);
  });

  it(
    'undoes what was stuck, and gives up: nothing of it is left, the other tenant is not touched',
    async () => {
      failing('apigateway', 'CreateApiKey', 'LimitExceededException');
      failing('cognito-idp', 'DeleteUserPoolClient', 'AccessDeniedException', 1_000);
      const first = await registered('Globex', 'ada');
      product.engine.faults.clear();
      const second = await registered('Globex', 'bob');
      const before = await belongings(product, second.tenantId);
      const { executionName, stuck } = await newestRun(first.tenantId);

      const answer = await call(`POST sagas/${executionName}/replay`);
      const saga = await ended(answer.body.executionName);

      expect(stuck).toEqual(['CreateIdentity']);
      expect(answer).toMatchObject({
        status: 202,
        body: {
          executionName: `${executionName}-r1`,
          undoOnly: 'another registration has it by now: tenant name Globex',
        },
      });
      expect(saga).toMatchObject({ status: 'failed', failedStep: 'CreateApiKey', stuck: [] });
      expect(await belongings(product, first.tenantId)).toEqual(nothing);
      expect(await belongings(product, second.tenantId)).toEqual(before);
      expect((await product.registration(second.registrationId))?.status).toBe('active');
    },
    STUCK_MS,
  );
});
