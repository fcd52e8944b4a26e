import * as z from 'zod';
import { defineFunction } from '#shared/defineFunction.ts';
import { AnswerEnv } from './bridgeEnv.ts';
import { onboardingRequests } from './sbtEvents.ts';

export const receiveRequestFunction = defineFunction({
  handler: 'sbt-bridge/receiveRequest',
  environment: AnswerEnv.extend({ EVENT_BUS_NAME: z.string().min(1) }),
  consumes: { OnboardingRequest: { name: 'OnboardingRequest', pattern: onboardingRequests } },
});
