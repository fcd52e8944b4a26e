import type { Engine } from '../../../engine.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { invokeFunction, type Outcome } from '../../lambda/invokeFunction.ts';
import type { Authorizer } from '../definition/restApiSchemas.ts';
import { executeArn, methodArn } from './arns.ts';
import { Authorization, type Verdict, verdictOn } from './authorization.ts';
import type { Exchange } from './exchange.ts';
import { functionArnIn } from './functionArn.ts';
import { callerOf } from './functionCaller.ts';
import { mapped } from './mapping.ts';
import { Refusal } from './refusal.ts';
import { requestContext } from './requestContext.ts';
import { requestEvent } from './requestEvent.ts';

const TIMEOUT = 29_000;

const unauthorized = () => new Refusal('UNAUTHORIZED', 'Unauthorized');

const misconfigured = (cause: unknown) =>
  new Refusal('AUTHORIZER_CONFIGURATION_ERROR', null, { cause });

/** The identity sources' values. A missing one is refused before any function is called. */
const identityOf = (engine: Engine, exchange: Exchange, authorizer: Authorizer): string[] => {
  const sources = (authorizer.identitySource ?? '').split(',').filter((source) => source !== '');
  const from = { ...exchange, context: () => requestContext(engine, exchange) };
  const values = sources.map((source) => mapped(source.trim(), from) ?? '');
  if (values.includes('')) throw unauthorized();
  const { identityValidationExpression: pattern } = authorizer;
  if (
    authorizer.type === 'TOKEN' &&
    pattern &&
    !new RegExp(`^(?:${pattern})$`).test(values[0] ?? '')
  ) {
    throw unauthorized();
  }
  return values;
};

const eventFor = (
  engine: Engine,
  exchange: Exchange,
  call: { type: Authorizer['type']; token: string },
): JsonObject => {
  const arn = methodArn(engine, exchange);
  return call.type === 'TOKEN'
    ? { type: 'TOKEN', methodArn: arn, authorizationToken: call.token }
    : { type: 'REQUEST', methodArn: arn, ...requestEvent(engine, exchange) };
};

const read = (outcome: Outcome): Authorization => {
  if (outcome.kind === 'timeout') throw misconfigured(new Error('the authorizer timed out'));
  if (outcome.kind === 'failure') {
    if (outcome.message === 'Unauthorized') throw unauthorized();
    throw misconfigured(new Error(`the authorizer failed: ${outcome.message}`));
  }
  const parsed = Authorization.safeParse(outcome.answer);
  if (!parsed.success) throw misconfigured(parsed.error);
  return parsed.data;
};

const ask = async (
  engine: Engine,
  exchange: Exchange,
  { authorizer, token }: { authorizer: Authorizer; token: string },
): Promise<Authorization> => {
  const { view } = exchange;
  const sourceArn = executeArn(engine, view.api.id, `authorizers/${authorizer.id}`);
  const asked = invokeFunction(engine, {
    functionArn: functionArnIn(authorizer.authorizerUri) ?? '',
    event: eventFor(engine, exchange, { type: authorizer.type, token }),
    principal: callerOf(authorizer.authorizerCredentials, sourceArn),
    timeoutMs: TIMEOUT,
  });
  return read(
    await asked.catch((error) => {
      throw misconfigured(error);
    }),
  );
};

const authorization = async (
  engine: Engine,
  exchange: Exchange,
  authorizer: Authorizer,
): Promise<Authorization> => {
  const values = identityOf(engine, exchange, authorizer);
  const { authorizations } = exchange.view;
  const key = JSON.stringify([authorizer.id, exchange.stage.stageName, ...values]);
  const lifetime = values.length > 0 ? authorizer.authorizerResultTtlInSeconds * 1000 : 0;
  const kept = lifetime > 0 ? authorizations.get(key) : undefined;
  if (kept && kept.expiresAt > engine.clock.now()) return kept;
  const fresh = await ask(engine, exchange, { authorizer, token: values[0] ?? '' });
  const expiresAt = engine.clock.now() + lifetime;
  if (lifetime > 0) authorizations.set(key, { ...fresh, expiresAt });
  return fresh;
};

const checkVerdict = (verdict: Verdict, { context, principalId }: Authorization): void => {
  if (verdict === 'allowed') return;
  const why = verdict === 'denied' ? ' with an explicit deny' : '';
  const text = `User is not authorized to access this resource${why}`;
  throw new Refusal('ACCESS_DENIED', text, { authorizer: { ...context, principalId } });
};

/**
 * Lets a request through to a method with an authorizer, or throws a Refusal. Answers, denials
 * included, are cached by the identity sources' values; the policy is evaluated for every request.
 */
export const authorizerGate =
  (engine: Engine) =>
  async (exchange: Exchange): Promise<void> => {
    const { method, view } = exchange;
    if (method.authorizationType === 'NONE') return;
    const authorizer = view.authorizers.get(method.authorizerId ?? '');
    if (!authorizer) throw misconfigured(new Error(`no authorizer ${method.authorizerId}`));
    const asked = engine.clock.now();
    const found = await authorization(engine, exchange, authorizer);
    exchange.authorization = { ...found, latency: engine.clock.now() - asked };
    checkVerdict(verdictOn(found, methodArn(engine, exchange)), found);
  };
