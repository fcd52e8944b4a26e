import type { HttpResponse } from '../../../endpoint/service.ts';
import type { Engine } from '../../../engine.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import type { Integration, IntegrationResponse } from '../definition/restApiSchemas.ts';
import { filled } from '../template.ts';
import type { Exchange } from './exchange.ts';
import { contextValue, mapped } from './mapping.ts';
import { Refusal } from './refusal.ts';
import { requestContext } from './requestContext.ts';

const HEADER = 'method.response.header.';

const broken = (why: string) =>
  new Refusal('API_CONFIGURATION_ERROR', 'Internal server error', { cause: new Error(why) });

/** The status that a mock's request template names; it selects the response. */
const mockStatus = ({ requestTemplates = {} }: Integration): string => {
  const template = requestTemplates['application/json'] ?? Object.values(requestTemplates)[0];
  const [, status] = /["']?statusCode["']?\s*:\s*["']?(\d{3})/.exec(template ?? '') ?? [];
  if (status === undefined) throw broken('the mock integration names no statusCode');
  return status;
};

const responseFor = (integration: Integration): IntegrationResponse => {
  const status = mockStatus(integration);
  const responses = Object.values(integration.integrationResponses ?? {});
  const selected = responses.find(
    ({ selectionPattern: pattern }) => pattern && new RegExp(`^(?:${pattern})$`).test(status),
  );
  const response = selected ?? responses.find(({ selectionPattern }) => !selectionPattern);
  if (!response) throw broken(`no integration response for status ${status}`);
  return response;
};

const headersOf = (
  response: IntegrationResponse,
  exchange: Exchange,
  context: JsonObject,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(response.responseParameters ?? {}).flatMap(([target, source]) => {
      const value = mapped(source, { ...exchange, context: () => context });
      return target.startsWith(HEADER) && value !== undefined
        ? [[target.slice(HEADER.length).toLowerCase(), value]]
        : [];
    }),
  );

/** Answers a mock integration, e.g. the CORS preflight that CDK generates. */
export const mockIntegration =
  (engine: Engine) =>
  (exchange: Exchange, integration: Integration): HttpResponse => {
    const response = responseFor(integration);
    const context = requestContext(engine, exchange);
    const [template] = Object.entries(response.responseTemplates ?? {});
    const [contentType, text] = template ?? ['application/json', ''];
    return {
      status: Number(response.statusCode),
      headers: { 'content-type': contentType, ...headersOf(response, exchange, context) },
      body: filled(text ?? '', (name) => contextValue(context, name)),
    };
  };
