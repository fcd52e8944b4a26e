import { awsSdk } from './awsSdk.ts';
import { lambdaInvoke } from './lambdaInvoke.ts';
import { putEvents } from './putEvents.ts';
import type { Integration } from './taskCall.ts';

const OPTIMIZED: Readonly<Record<string, Integration>> = {
  'arn:aws:states:::lambda:invoke': lambdaInvoke,
  'arn:aws:states:::events:putEvents': putEvents,
};

const SDK = /^arn:aws:states:::aws-sdk:([a-z0-9]+):([a-zA-Z0-9]+)$/;

/** What a Task's Resource stands for; undefined when the engine has none. */
export const integrationFor = (resource: string): Integration | undefined => {
  const [, service, action] = SDK.exec(resource) ?? [];
  if (service !== undefined && action !== undefined) return awsSdk(service, action);
  return OPTIMIZED[resource];
};
