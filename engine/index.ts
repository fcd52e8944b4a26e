/**
 * The engine’s only door. Code outside `engine/` imports `#engine` and nothing else of it; the linter keeps it so.
 */
export { type AssembledEngine, assembleEngine } from './assembleEngine.ts';
export { cognito, cognitoWith } from './aws/cognito/cognito.ts';
export { dailyMailSpent } from './aws/cognito/mail/poolMail.ts';
export { keyRing } from './aws/cognito/tokens/keyRing.ts';
export type { Item } from './aws/dynamodb/attributeValue.ts';
export { dynamodb, dynamodbWith } from './aws/dynamodb/dynamodb.ts';
export type { Change, ItemStore, KeyRange as ItemRange } from './aws/dynamodb/items/itemStore.ts';
export type { Environment, Load, Outcome } from './aws/lambda/environment.ts';
export { processVariables } from './aws/lambda/functions/functionVariables.ts';
export type { Job } from './aws/lambda/job.ts';
export { lambda, lambdaWith } from './aws/lambda/lambda.ts';
export { stopping } from './aws/lambda/refusals.ts';
export { roleKeys } from './aws/lambda/roleKeys.ts';
export { type DeployedStack, deployAssembly } from './cloudformation/deployAssembly.ts';
export { type Assembly, readAssembly } from './cloudformation/template/assembly.ts';
export { type Coverage, coverage } from './coverage.ts';
export { createEngine, type RunningEngine } from './createEngine.ts';
export type { AwsCall, Principal } from './endpoint/call.ts';
export { AwsError } from './endpoint/errors.ts';
export type { HttpHandler } from './endpoint/http.ts';
export { inProcessHandler } from './endpoint/inProcess.ts';
export type { HttpRequest, HttpResponse } from './endpoint/service.ts';
export type { Engine } from './engine.ts';
export { type Clock, sleep, systemClock, type Timer } from './kernel/clock.ts';
export type { Disturbance } from './kernel/faults.ts';
export { JsonObject } from './kernel/json.ts';
export { StateError } from './kernel/level/stateError.ts';
export type { Log } from './kernel/log.ts';
export { MemoryDatabase } from './kernel/memoryStore.ts';
export { type Random, randomString } from './kernel/random.ts';
export { type Database, type KeyRange, storeOn, type Write } from './kernel/store.ts';
export { visible } from './kernel/visible.ts';
export type { LimitSettings } from './limits/limitSettings.ts';
export { rateExceeded } from './limits/rateExceeded.ts';
export { concurrentModification } from './limits/usagePlanKeySlot.ts';
export { awsServices } from './services.ts';
