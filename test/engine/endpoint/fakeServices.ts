import { AwsError } from '../../../engine/endpoint/errors.ts';
import type { ServiceFactory } from '../../../engine/endpoint/serviceFactory.ts';
import { openAccess } from '../../support/openAccess.ts';

/** Answers what it was asked, under DynamoDB's name. */
export const fakeDynamoDb: ServiceFactory = () => ({
  signingName: 'dynamodb',
  protocol: { kind: 'json' },
  access: openAccess('dynamodb', ['GetItem']),
  operations: {
    GetItem: async (input) => ({ Item: { asked: { S: JSON.stringify(input) } } }),
    PutItem: async () => {
      throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed', {
        fields: { Item: { id: { S: 'a' } } },
      });
    },
    DeleteItem: async () => {
      throw new TypeError('broken inside');
    },
  },
});

/** One operation open to all, one that is not, under Cognito's name. */
export const fakeCognito: ServiceFactory = () => ({
  signingName: 'cognito-idp',
  protocol: { kind: 'json' },
  operations: {
    InitiateAuth: async (_input, { principal }) => ({ Session: principal.kind }),
    SignUp: async () => ({ UserConfirmed: true, UserSub: 'x' }),
  },
  publicOperations: ['InitiateAuth'],
});

/** Paths with a parameter, a raw payload and an answer in headers, under Lambda's name. */
export const fakeLambda: ServiceFactory = () => ({
  signingName: 'lambda',
  protocol: {
    kind: 'rest-json',
    routes: [
      {
        method: 'POST',
        path: '/2015-03-31/functions/{FunctionName}/invocations',
        operation: 'Invoke',
        read: (request) => ({
          Payload: request.body.toString(),
          InvocationType: request.headers['x-amz-invocation-type'],
        }),
        write: (answer) => ({
          status: Number(answer['StatusCode']),
          headers: { 'x-amz-function-error': 'Unhandled' },
          body: String(answer['Payload']),
        }),
      },
      {
        method: 'POST',
        path: '/2015-03-31/functions',
        operation: 'CreateFunction',
      },
    ],
  },
  operations: {
    Invoke: async (input) => ({ StatusCode: 202, Payload: JSON.stringify(input) }),
    CreateFunction: async (input) => {
      throw new AwsError('ResourceConflictException', `Function already exist: ${input['Role']}`, {
        status: 409,
        fields: { Type: 'User' },
      });
    },
  },
});

/** Query names that differ from the input's, under API Gateway's name. */
export const fakeApiGateway: ServiceFactory = () => ({
  signingName: 'apigateway',
  protocol: {
    kind: 'rest-json',
    routes: [
      { method: 'GET', path: '/apikeys', operation: 'GetApiKeys', query: { name: 'nameQuery' } },
      { method: 'PATCH', path: '/usageplans/{usagePlanId}', operation: 'UpdateUsagePlan' },
      { method: 'DELETE', path: '/tags/{resourceArn}', operation: 'UntagResource' },
    ],
  },
  operations: {
    GetApiKeys: async (input) => ({ item: [{ description: JSON.stringify(input) }] }),
    UpdateUsagePlan: async (input) => ({ description: JSON.stringify(input) }),
    UntagResource: async (input) => {
      throw new AwsError('NotFoundException', JSON.stringify(input), { status: 404 });
    },
  },
  async http(request) {
    if (request.path === '/own/broken') throw new TypeError('broken hook');
    return request.path === '/own' ? { status: 200, headers: {}, body: 'mine' } : undefined;
  },
});
