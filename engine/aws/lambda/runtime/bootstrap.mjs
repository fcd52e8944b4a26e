import { parentPort } from 'node:worker_threads';
import { errorPayload, RuntimeError } from './errorPayload.mjs';
import { loadHandler } from './loadHandler.mjs';

const { env } = process;
const NODE_VERSION = Number.parseInt(env.AWS_EXECUTION_ENV.replace('AWS_Lambda_nodejs', ''), 10);
/** Since Node 24 Lambda knows no callbacks: what a handler returns is its answer. */
const CALLBACKS = !(NODE_VERSION >= 24);

const reply = (kind, payload) => parentPort.postMessage({ kind, payload });

const die = (thrown) => {
  reply('fatal', errorPayload(thrown));
  process.exit(1);
};

const contextOf = (job) => {
  const deadline = performance.now() + job.timeoutMs;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: job.invokedFunctionArn,
    awsRequestId: job.requestId,
    tenantId: job.tenantId,
    clientContext: job.clientContext && JSON.parse(job.clientContext),
    identity: undefined,
    getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
  };
};

/** Runs once nothing is left to do but to wait for the next invocation; gives the way to call it off. */
const whenIdle = (run) => {
  parentPort.unref();
  process.once('beforeExit', run);
  return () => {
    process.off('beforeExit', run);
    parentPort.ref();
  };
};

const answerByCallback = (call, context) => {
  let stopWaiting = () => {};
  const answered = new Promise((resolve, reject) => {
    let settle = () => resolve(null);
    const callback = (error, value) => {
      settle = () => (error === null || error === undefined ? resolve(value) : reject(error));
      if (!context.callbackWaitsForEmptyEventLoop) settle();
    };
    const result = call(callback);
    if (typeof result?.then === 'function') result.then(resolve, reject);
    else stopWaiting = whenIdle(() => settle());
  });
  return answered.finally(() => stopWaiting());
};

const answerOf = (handler, job) => {
  const context = contextOf(job);
  const event = JSON.parse(job.payload);
  return CALLBACKS
    ? answerByCallback((callback) => handler(event, context, callback), context)
    : handler(event, context);
};

const stringify = (answer) => {
  try {
    return JSON.stringify(answer === undefined ? null : answer);
  } catch {
    throw new RuntimeError('Runtime.JSONStringifyError', 'Unable to stringify response body');
  }
};

const serve = async (handler, job) => {
  try {
    reply('answer', stringify(await answerOf(handler, job)));
  } catch (error) {
    reply('error', errorPayload(error));
  }
};

process.on('uncaughtException', die);
process.on('unhandledRejection', (reason) =>
  die(new RuntimeError('Runtime.UnhandledPromiseRejection', String(reason))),
);

const handler = await loadHandler(env.LAMBDA_TASK_ROOT, env._HANDLER).catch(die);
if (!CALLBACKS && handler.length > 2) {
  die(
    new RuntimeError(
      'Runtime.CallbackHandlerDeprecated',
      'Node.js 24 and later have no callback-based handlers: the handler must return its answer',
    ),
  );
}
parentPort.on('message', (job) => serve(handler, job));
reply('ready', '');
