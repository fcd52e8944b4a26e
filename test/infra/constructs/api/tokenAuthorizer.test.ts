import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IdentitySource, RequestAuthorizer, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { z } from 'zod';

const Settings = z.object({ context: z.record(z.string(), z.json()) });
const { context } = Settings.parse(JSON.parse(readFileSync('cdk.json', 'utf8')));

/** The deployments of an API whose authorizer keeps its answers for so long. */
const deploymentsWith = (seconds: number): string[] => {
  const stack = new Stack(new App({ context }), 'Stack', {
    env: { region: 'us-east-1', account: '000000000000' },
  });
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:authorize';
  const authorizer = new RequestAuthorizer(stack, 'Authorizer', {
    handler: Lambda.fromFunctionArn(stack, 'Handler', arn),
    identitySources: [IdentitySource.header('Authorization')],
    resultsCacheTtl: Duration.seconds(seconds),
  });
  new RestApi(stack, 'Api').root.addMethod('GET', undefined, { authorizer });
  return Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'));
};

describe('audit 11: an authorizer under the settings of cdk.json', () => {
  it('is deployed again when it changes, and only then', () => {
    const [first, same, changed] = [60, 60, 30].map(deploymentsWith);

    expect(first).toHaveLength(1);
    expect(same).toEqual(first);
    expect(changed).not.toEqual(first);
  });
});
