import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { iam } from '../../../../engine/aws/iam/iam.ts';
import { inProcessHandler } from '../../../../engine/endpoint/inProcess.ts';
import { testEngine } from '../../../support/testEngine.ts';

/** An engine with IAM, and a client of it. */
export const iamFixture = async (directory?: string) => {
  const engine = await testEngine([iam], directory === undefined ? {} : { directory });
  const client = new IAMClient({
    endpoint: engine.engine.endpoint,
    region: 'us-east-1',
    credentials: engine.engine.credentials.root,
    maxAttempts: 1,
    requestHandler: inProcessHandler(engine.handle),
  });
  const createRole = (RoleName: string) =>
    client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trustOf('lambda') }));
  return { engine, client, createRole };
};

/** A trust policy that admits one AWS service. */
export const trustOf = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: `${service}.amazonaws.com` },
        Action: 'sts:AssumeRole',
      },
    ],
  });

/** An identity policy that allows one action. */
export const rights = (resource = '*'): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: resource },
  });
