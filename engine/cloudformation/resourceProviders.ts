import { inertProviders } from './inert.ts';
import type { ResourceProvider } from './provider.ts';
import { apigatewayResources } from './resources/apigateway/apigateway.ts';
import { cognitoResources } from './resources/cognito.ts';
import { dynamodbResources } from './resources/dynamodb.ts';
import { eventsResources } from './resources/events.ts';
import { iamResources } from './resources/iam.ts';
import { lambdaResources } from './resources/lambda.ts';
import { sesResources } from './resources/ses.ts';
import { sqsResources } from './resources/sqs.ts';
import { ssmResources } from './resources/ssm.ts';
import { statesResources } from './resources/states.ts';

/** Every CloudFormation type that the engine can make. */
export const resourceProviders: ReadonlyMap<string, ResourceProvider> = new Map(
  Object.entries({
    ...inertProviders,
    ...apigatewayResources,
    ...cognitoResources,
    ...dynamodbResources,
    ...eventsResources,
    ...iamResources,
    ...lambdaResources,
    ...sesResources,
    ...sqsResources,
    ...ssmResources,
    ...statesResources,
  }),
);
