import { createRequire } from 'node:module';

/*
 * An SDK client as far as it decides anything: its serialization, its errors and its retry strategy are
 * the SDK's own. What its middleware adds beside (endpoints, signatures, user agents, logs) takes most of
 * a call's time, and nothing in one process reads it.
 */

type Token = { getRetryCount(): number; getRetryDelay(): number };
type Strategy = {
  acquireInitialRetryToken(scope: string): Promise<Token>;
  refreshRetryTokenForRetry(token: Token, info: object): Promise<Token>;
  recordSuccess(token: Token): void;
};
type Operation = { namespace: string; name: string; traits: object; input: object; output: object };
type Handler = { handle(request: object): Promise<{ response: object }> };
type Protocol = {
  serializeRequest(operation: Operation, input: object, context: object): Promise<object>;
  deserializeResponse(operation: Operation, context: object, response: object): Promise<object>;
};

/** What a constructed client knows. */
export type Config = {
  protocol: Protocol;
  requestHandler: Handler;
  retryStrategy(): Promise<Strategy>;
};

type Schema = readonly [number, string, string, object, object, object];

/** A command of a client. */
export type Command = { input: object; schema: Schema };

type Next = (args: { input: object }) => Promise<{ output: object }>;
type Middleware = (next: Next, context: object) => Next;

/** A command of lib-dynamodb, around one of the client's. */
export type DocumentCommand = {
  clientCommand: Command;
  inputKeyNodes: object;
  outputKeyNodes: object;
  addMarshallingMiddleware(config: object): void;
};

type Judgement = (error: Error) => boolean;

const retrying: {
  INITIAL_RETRY_TOKENS: number;
  StandardRetryStrategy: new () => Strategy;
  isThrottlingError: Judgement;
  isTransientError: Judgement;
  isServerError: Judgement;
} = createRequire(import.meta.url)('@smithy/core/retry');
const { INITIAL_RETRY_TOKENS, StandardRetryStrategy } = retrying;

const ENDPOINT = { protocol: 'http:', hostname: 'engine.invalid', path: '/' };

const contexts = new WeakMap<Config, object>();

const contextOf = (config: Config): object => {
  const known = contexts.get(config);
  if (known) return known;
  const context = { ...config, endpoint: async () => ENDPOINT };
  contexts.set(config, context);
  return context;
};

const errorType = (error: Error): string => {
  if (retrying.isThrottlingError(error)) return 'THROTTLING';
  if (retrying.isTransientError(error)) return 'TRANSIENT';
  return retrying.isServerError(error) ? 'SERVER_ERROR' : 'CLIENT_ERROR';
};

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(`a client threw ${String(error)}`);

/** Another token after a failure; the failure itself where the strategy gives up. */
const another = async (strategy: Strategy, token: Token, error: Error): Promise<Token> => {
  try {
    return await strategy.refreshRetryTokenForRetry(token, { error, errorType: errorType(error) });
  } catch {
    throw error;
  }
};

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const operationOf = ([, namespace, name, traits, input, output]: Schema): Operation => ({
  namespace,
  name,
  traits,
  input,
  output,
});

/** Sends a command as its client would, and again as often as the client's retry strategy says. */
export const sent = async (config: Config, { input, schema }: Command): Promise<object> => {
  const { protocol, requestHandler } = config;
  const operation = operationOf(schema);
  const context = contextOf(config);
  const strategy = await config.retryStrategy();
  // Once, as in the SDK: what it adds by itself, such as an idempotency token, is the same at each attempt.
  const request = await protocol.serializeRequest(operation, input, context);
  let token = await strategy.acquireInitialRetryToken('');
  for (;;) {
    try {
      const { response } = await requestHandler.handle(request);
      const output = await protocol.deserializeResponse(operation, context, response);
      strategy.recordSuccess(token);
      return output;
    } catch (error) {
      token = await another(strategy, token, asError(error));
      const delay = token.getRetryDelay();
      if (delay > 0) await pause(delay);
    }
  }
};

/** Lets a client forget how much it has retried. */
export const renew = async (config: Config): Promise<void> => {
  const strategy = await config.retryStrategy();
  if (strategy instanceof StandardRetryStrategy)
    Object.assign(strategy, { capacity: INITIAL_RETRY_TOKENS });
};

/** Sends a command of lib-dynamodb likewise, between its own marshalling and unmarshalling. */
export const sentDocument = async (config: Config, command: DocumentCommand): Promise<object> => {
  const { clientCommand, inputKeyNodes, outputKeyNodes } = command;
  const added: Middleware[] = [];
  const middlewareStack = { addRelativeTo: (middleware: Middleware) => added.push(middleware) };
  const around = { clientCommand: { middlewareStack }, inputKeyNodes, outputKeyNodes };
  command.addMarshallingMiddleware.call(around, config);
  const call: Next = async ({ input }) => ({
    output: await sent(config, { input, schema: clientCommand.schema }),
  });
  const whole = added.reduceRight<Next>((next, middleware) => middleware(next, {}), call);
  const { output } = await whole({ input: clientCommand.input });
  return output;
};
