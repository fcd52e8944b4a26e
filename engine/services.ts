import { apigateway } from './aws/apigateway/apigateway.ts';
import { cognito } from './aws/cognito/cognito.ts';
import { dynamodb } from './aws/dynamodb/dynamodb.ts';
import { events } from './aws/eventbridge/events.ts';
import { iam } from './aws/iam/iam.ts';
import { lambda } from './aws/lambda/lambda.ts';
import { ses } from './aws/ses/ses.ts';
import { sqs } from './aws/sqs/sqs.ts';
import { ssm } from './aws/ssm/ssm.ts';
import { states } from './aws/states/states.ts';
import { sts } from './aws/sts/sts.ts';
import type { ServiceFactory } from './endpoint/serviceFactory.ts';

/** Every AWS service of the engine, in the order of their stop: who calls functions, before Lambda. */
export const awsServices: readonly ServiceFactory[] = [
  apigateway,
  cognito,
  dynamodb,
  events,
  iam,
  ses,
  sqs,
  ssm,
  states,
  sts,
  lambda,
];
