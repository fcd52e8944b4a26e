import { z } from 'zod';
import type { HttpResponse } from '../../../endpoint/service.ts';
import type { Engine } from '../../../engine.ts';
import { invokeFunction, type Outcome } from '../../lambda/invokeFunction.ts';
import type { Integration } from '../definition/restApiSchemas.ts';
import { executeArn } from './arns.ts';
import type { Exchange } from './exchange.ts';
import { functionArnIn } from './functionArn.ts';
import { callerOf } from './functionCaller.ts';
import { mapped } from './mapping.ts';
import { Refusal } from './refusal.ts';
import { requestContext } from './requestContext.ts';
import { isBinary, proxyEvent } from './requestEvent.ts';

const Value = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** What a function behind a proxy integration has to answer. */
const Answer = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), Value.nullable()).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(Value).nullable()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});
type Answer = z.infer<typeof Answer>;

/** Headers that the connection owns; API Gateway hands a function's own on under another name. */
const REMAPPED = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'server',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);

const malformed = (cause: unknown) =>
  new Refusal('API_CONFIGURATION_ERROR', 'Internal server error', { status: 502, cause });

const TENANT = 'integration.request.header.x-amz-tenant-id';

const tenantOf = (engine: Engine, exchange: Exchange, integration: Integration) => {
  const parameters = Object.entries(integration.requestParameters ?? {});
  const source = parameters.find(([target]) => target.toLowerCase() === TENANT)?.[1];
  if (source === undefined) return undefined;
  return mapped(source, { ...exchange, context: () => requestContext(engine, exchange) });
};

const headersOf = (answer: Answer): Record<string, string> => {
  const single = Object.entries(answer.headers ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  const many = Object.entries(answer.multiValueHeaders ?? {}).flatMap(([name, values]) =>
    values === null ? [] : [[name, values.join(', ')] as const],
  );
  const named = [...single, ...many].map(([name, value]) => {
    const lower = name.toLowerCase();
    return [REMAPPED.has(lower) ? `x-amzn-remapped-${lower}` : lower, value] as const;
  });
  return { 'content-type': 'application/json', ...Object.fromEntries(named) };
};

const responseOf = (answer: Answer, { view, request }: Exchange): HttpResponse => {
  const body = answer.body ?? '';
  const decode =
    answer.isBase64Encoded && isBinary(request.headers['accept'], view.api.binaryMediaTypes ?? []);
  return {
    status: answer.statusCode,
    headers: headersOf(answer),
    body: decode ? Buffer.from(body, 'base64') : body,
  };
};

const read = (outcome: Outcome): Answer => {
  if (outcome.kind === 'timeout') {
    throw new Refusal('INTEGRATION_TIMEOUT', 'Endpoint request timed out');
  }
  if (outcome.kind === 'failure') throw malformed(new Error(outcome.message));
  const parsed = Answer.safeParse(outcome.answer);
  if (!parsed.success) throw malformed(parsed.error);
  return parsed.data;
};

/** Answers with what a Lambda function answers. */
export const proxyIntegration =
  (engine: Engine) =>
  async (exchange: Exchange, integration: Integration): Promise<HttpResponse> => {
    const { view, stage, request, resource } = exchange;
    const place = `${stage.stageName}/${request.method}${resource.path}`;
    const asked = invokeFunction(engine, {
      functionArn: functionArnIn(integration.uri ?? '') ?? '',
      event: proxyEvent(engine, exchange),
      principal: callerOf(integration.credentials, executeArn(engine, view.api.id, place)),
      tenantId: tenantOf(engine, exchange, integration),
      timeoutMs: integration.timeoutInMillis,
    });
    const outcome = await asked.catch((cause) => {
      throw new Refusal('API_CONFIGURATION_ERROR', 'Internal server error', { cause });
    });
    return responseOf(read(outcome), exchange);
  };
