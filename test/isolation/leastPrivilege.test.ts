import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Decision } from '../../engine/endpoint/authorize.ts';
import { rolesIn } from '../../engine/iam/roleStore.ts';
import type { Detail } from '../../events/defineEvent.ts';
import type { TenantProvisioned } from '../../events/schemas/provisioning.ts';
import { nameKey } from '../../services/registration/registrationKeys.ts';
import { agedOrphans } from '../support/agedOrphans.ts';
import { aUserCreated } from '../support/builders.ts';
import { deployedFunctions } from '../support/deployedFunctions.ts';
import { deployedTable } from '../support/deployedTables.ts';
import { changeAddress } from '../support/isolation/changeAddress.ts';
import { finishCutOff } from '../support/isolation/finishCutOff.ts';
import { settableClock } from '../support/isolation/isolationClock.ts';
import { isolationPeople, SETUP_MS, type Tenant } from '../support/isolation/isolationPeople.ts';
import { isolationRollback, takingTheNameOf } from '../support/isolation/isolationRollback.ts';
import { joinFurther } from '../support/isolation/joinFurther.ts';
import { isUnusedHere } from '../support/isolation/unusedGrants.ts';
import { useApplication } from '../support/isolation/useApplication.ts';
import { useForm } from '../support/isolation/useForm.ts';
import { useLifecycle } from '../support/isolation/useLifecycle.ts';
import { useOffboarding } from '../support/isolation/useOffboarding.ts';
import { type Product, startProduct } from '../support/product.ts';
import type { RegistrationView } from '../support/productClient.ts';
import { until } from '../support/until.ts';
import { anEndpointThatIsDue, diedAndRedriven } from '../support/webhookSubscriber.ts';

const Document = z.object({
  Statement: z.array(
    z.object({
      Effect: z.string(),
      Action: z.union([z.string(), z.array(z.string())]),
    }),
  ),
});

/** The consumers of events, each of which keeps what it cannot take. */
const consumers = [
  'CreateTenan',
  'StartOn',
  'RegistrationProject',
  'ReportUserC',
  'RollBac',
  'RemoveTenan',
  'NoteUse',
  'Collect',
  'WebhooksFanOut',
];

describe('the roles of the templates', () => {
  let product: Product;
  const used = new Set<string>();
  const denied: Decision[] = [];
  const time = settableClock();

  const onDecision = (decision: Decision) => {
    const { call, permission, verdict } = decision;
    if (call.principal.kind !== 'role') return;
    if (verdict.allowed) used.add(`${call.principal.roleName} ${permission.action}`);
    else denied.push(decision);
  };

  beforeAll(async () => {
    product = await startProduct({ onDecision, clock: time.clock });
  }, SETUP_MS);
  afterAll(() => product.stop());

  const invoke = (part: string, payload: unknown) =>
    deployedFunctions(product).invoke(part, payload);

  const publish = (Source: string, DetailType: string, detail: object) => {
    const EventBusName = product.outputs.EventBusName;
    const entry = { EventBusName, Source, DetailType, Detail: JSON.stringify(detail) };
    return new EventBridgeClient(product.sdk).send(new PutEventsCommand({ Entries: [entry] }));
  };

  /** Everything that people and systems do with the product, and every way in which it fails. */
  const useEverything = async () => {
    const people = isolationPeople(product);
    const { tokens } = await people.operator();
    await useWebhooks(people);
    await takeName(await failOnboarding('Kept', 'basic'));
    const lost = { error: 'InternalFailure', when: 'after', times: 1 } as const;
    const leavers: Tenant[] = [];
    for (const tier of ['basic', 'platinum']) {
      const cognito = { service: 'cognito-idp', ...lost };
      product.fault({ ...cognito, operation: 'CreateUserPoolClient' });
      product.fault({ ...cognito, operation: 'AdminCreateUser' });
      product.fault({ service: 'apigateway', operation: 'CreateUsagePlanKey', ...lost });
      product.fault({ service: 'dynamodb', operation: 'CreateTable', ...lost });
      const tenant = await people.onboard(`Used${tier}`, tier);
      const { admin, user, tenantId } = tenant;
      const { id: token } = admin.tokens;
      await useApplication(people, token);
      await people.call('control', `GET tenants/${tenantId}`, { token });
      await people.call('control', 'GET users', { token });
      const path = `users/${user.username}`;
      await people.call('control', `PUT ${path}`, { token, body: { enabled: false } });
      await people.call('control', `PUT ${path}`, { token, body: { enabled: true } });
      await changeAddress(people, user, `moved@used${tier}.example`);
      await people.call('control', `DELETE ${path}/second-factor`, { token: tokens.id });
      await people.call('control', `DELETE ${path}`, { token });
      await useLifecycle(product, people, tenant);
      leavers.push(tenant);
      await failOnboarding(`Failed${tier}`, tier);
    }
    await relay();
    await joinFurther(product, people, tokens.id);
    await useForm(product);
    await done('dynamodb:DeleteItem', ['RemindersRe']);
    await failAdmin();
    await useOperations(people);
    await failDelivery();
    await finishCutOff(product);
    await agedOrphans(product, time);
    await invoke('provisioning/orphans/sweepOrphans', { remove: true });
    await invoke('provisioning/operators/watchSagas', {});
    await done('events:PutEvents', ['ProvisioningStatusR']);
    for (const tenant of leavers) await useOffboarding(product, people, tenant);
    await invoke('OffboardingWatch', {});
    await done('events:PutEvents', ['RegistrationProject', 'RemoveTenan', 'WebhooksFanOut']);
    await done('dynamodb:UpdateItem', ['Collect']);
  };

  const failOnboarding = async (tenantName: string, tier: string) => {
    const FunctionName = await deployedFunctions(product).arnOf(
      'provisioning/onboarding/writeRoute.run',
    );
    const refused = { error: 'InvalidParameterValueException', when: 'before', times: 1 } as const;
    product.fault({ service: 'lambda', operation: 'Invoke', match: { FunctionName }, ...refused });
    const adminEmail = `${tenantName.toLowerCase()}@failed.example`;
    const { registrationId } = await product.register({ tenantName, adminEmail, tier });
    return product.settled(registrationId);
  };

  /** Signs up by the name of a registration that has failed and, once more, has not given it back. */
  const takeName = async ({ tenantName, registrationId }: z.infer<typeof RegistrationView>) => {
    const registrations = await deployedTable(product, 'RegistrationRegistrations');
    await until(async () => !(await registrations.has(nameKey(tenantName))));
    await registrations.put({ ...nameKey(tenantName), registrationId });
    const adminEmail = 'taken@used.example';
    await product.register({ tenantName, adminEmail, tier: 'basic' });
  };

  /** A registration that could not be published is the relay's; asked twice, it is still one. */
  const relay = async () => {
    const fault = { error: 'ValidationException', when: 'before', times: 1 } as const;
    product.fault({ service: 'events', operation: 'PutEvents', ...fault });
    const body = { tenantName: 'Relayed', adminEmail: 'relayed@used.example', tier: 'basic' };
    const key = { 'idempotency-key': 'relayed' };
    const { registrationId } = (await product.postAsOperator('tenants', body, key)).body;
    await product.postAsOperator('tenants', body, key);
    await product.settled(registrationId);
  };

  /**
   * The admins of tenants cannot be made: one is in use, one is without users and rolled back, and an
   * event comes after that. Who is left of them is removed each time.
   */
  const failAdmin = async () => {
    const report = (detail: object) =>
      invoke('IdentityReport', { requestPayload: { detail }, responsePayload: null });
    const { inUse, bare, addUser } = await isolationRollback(product);
    await report(inUse);
    await addUser();
    await report(bare);
    await done('AdminDeleteUser', ['RemoveTenan']);
    await addUser();
    await report(bare);
    await addUser();
    await publish('provisioning', 'TenantProvisioned', bare);
    await done('AdminDeleteUser', ['CreateTenan']);
    await tellLate(bare);
    await publish('registration', 'TenantRegistered', takingTheNameOf(inUse));
    await done('events:PutEvents', ['StartOn']);
  };

  /** A user of a tenant that is gone by now. */
  const tellLate = async ({ metadata }: Detail<typeof TenantProvisioned>) => {
    const { tenantId, correlationId, eventId: causationId } = metadata;
    const created = aUserCreated({ tenantId }, { tenantId, correlationId, causationId });
    await publish('identity', 'UserCreated', created);
    await done('dynamodb:GetItem', ['NoteUse']);
  };

  const useOperations = async (people: ReturnType<typeof isolationPeople>) => {
    const { id: token } = (await people.operator()).tokens;
    await people.call('control', 'GET tenants', { token });
    await people.call('control', 'GET registrations?query=Failedbasic', { token });
    const { body } = await people.call('control', 'GET sagas?status=failed', { token });
    const name = body.sagas[0].executionName;
    await people.call('control', `GET sagas/${name}`, { token });
    await people.call('control', `POST sagas/${name}/replay`, { token });
  };

  /** An endpoint whose deliveries die and are sent again; another one is due for a visit. */
  const useWebhooks = async (people: ReturnType<typeof isolationPeople>) => {
    await diedAndRedriven(people, (await people.operator()).tokens.id);
    await (await deployedTable(product, 'WebhooksTable')).put(anEndpointThatIsDue());
    await invoke('WebhooksSweep', {});
  };

  const failDelivery = async () => {
    const broken = { metadata: { version: '1.0' } };
    await publish('registration', 'TenantRegistered', broken);
    await publish('provisioning', 'TenantProvisioned', broken);
    await publish('provisioning', 'TenantProvisioningFailed', broken);
    await publish('identity', 'UserCreationFailed', broken);
    await publish('identity', 'UserCreated', broken);
    await publish('identity', 'TenantDataErased', broken);
  };

  /** Events are handled in their own time: waits until the roles of all these names have done this. */
  const done = async (action: string, parts: readonly string[]) => {
    const hasDone = (part: string) =>
      [...used].some((each) => each.includes(part) && each.endsWith(action));
    const missing = () => `${action} of ${parts.filter((part) => !hasDone(part))}`;
    await until(() => parts.every(hasDone), missing);
  };

  it(
    'grant nothing that nothing uses, and refuse nothing that the product does',
    async () => {
      await useEverything();
      await done('sqs:SendMessage', consumers);

      const roles = await rolesIn(product.engine.store).list();
      const unused = roles.flatMap(({ value: { name, inlinePolicies } }) =>
        Object.values(inlinePolicies)
          .flatMap((text) => Document.parse(JSON.parse(text)).Statement)
          .flatMap(({ Action }) => Action)
          .filter((action) => !used.has(`${name} ${action}`) && !isUnusedHere(name, action))
          .map((action) => `${name} ${action}`),
      );
      expect(denied).toEqual([]);
      expect(unused).toEqual([]);
    },
    SETUP_MS,
  );
});
