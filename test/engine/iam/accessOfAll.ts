import type { AwsService } from '../../../engine/endpoint/service.ts';
import type { Permission } from '../../../engine/iam/access.ts';
import type { JsonObject } from '../../../engine/kernel/json.ts';
import { awsServices } from '../../../engine/services.ts';
import { testEngine } from '../../support/testEngine.ts';

const caller = {
  kind: 'role',
  accountId: '000000000000',
  roleName: 'r',
  sessionName: 's',
  tags: {},
} as const;

const ORDERS = {
  TableName: 'orders',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'day', AttributeType: 'S' },
  ],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byDay',
      KeySchema: [{ AttributeName: 'day', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
};

/** An engine with all services and a table `orders`, asked for what calls need. */
export const accessOfAll = async () => {
  const services: AwsService[] = [];
  const kept = awsServices.map((build) => (engine: Parameters<typeof build>[0]) => {
    const service = build(engine);
    services.push(service);
    return service;
  });
  const engine = await testEngine(kept);
  await engine.call('dynamodb', 'CreateTable', ORDERS);
  return {
    services,
    destroy: engine.destroy,
    async permissionsOf(
      name: string,
      operation: string,
      input: JsonObject,
    ): Promise<readonly Permission[]> {
      const service = services.find(({ signingName }) => signingName === name);
      const of = service?.access?.permissions[operation];
      if (!of) throw new Error(`no permissions for ${name}:${operation}`);
      return of(input, caller);
    },
  };
};
