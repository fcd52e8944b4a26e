import type { ServiceFactory } from './endpoint/serviceFactory.ts';
import { apigateway } from './services/apigateway/apigateway.ts';
import { cognito } from './services/cognito/cognito.ts';
import { dynamodb } from './services/dynamodb/dynamodb.ts';
import { events } from './services/eventbridge/events.ts';
import { iam } from './services/iam/iam.ts';
import { lambda } from './services/lambda/lambda.ts';
import { sqs } from './services/sqs/sqs.ts';
import { ssm } from './services/ssm/ssm.ts';
import { states } from './services/states/states.ts';
import { sts } from './services/sts/sts.ts';

/** Every AWS service of the engine, in the order of their stop: who calls functions, before Lambda. */
export const awsServices: readonly ServiceFactory[] = [
  apigateway,
  cognito,
  dynamodb,
  events,
  iam,
  sqs,
  ssm,
  states,
  sts,
  lambda,
];
