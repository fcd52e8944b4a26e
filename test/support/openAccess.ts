import type { ServiceFactory } from '../../engine/endpoint/serviceFactory.ts';
import { type Access, forEach } from '../../engine/iam/access.ts';

const everybody = (more: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: '*', Action: '*', ...more },
  });

/** Access to a stand-in's operations: its resource policy lets everybody in. */
export const openAccess = (service: string, operations: readonly string[]): Access => ({
  refusal: { code: 'AccessDeniedException', status: 400 },
  permissions: forEach(operations, (operation) => () => [
    { action: `${service}:${operation}`, resource: '*' },
  ]),
  resourcePolicy: async () => everybody({ Resource: '*' }),
});

/** Stands for STS where a test has roles by name only: each of them trusts everybody. */
export const trustingSts: ServiceFactory = () => ({
  signingName: 'sts',
  protocol: { kind: 'json' },
  operations: {},
  access: { ...openAccess('sts', []), resourcePolicy: async () => everybody({}) },
});
