import type { HttpResponse } from '../../../endpoint/service.ts';
import type { Engine } from '../../../engine.ts';
import type { GatewayResponse } from '../definition/stageSchemas.ts';
import { filled } from '../template.ts';
import type { Arrival } from './exchange.ts';
import { contextValue, type Mappable, mapped } from './mapping.ts';
import type { Refusal } from './refusal.ts';
import { arrivalContext } from './requestContext.ts';

const HEADER = 'gatewayresponse.header.';

const headersOf = (custom: GatewayResponse | undefined, from: Mappable): Record<string, string> =>
  Object.fromEntries(
    Object.entries(custom?.responseParameters ?? {}).flatMap(([target, source]) => {
      const value = mapped(source, from);
      return value === undefined ? [] : [[target.slice(HEADER.length).toLowerCase(), value]];
    }),
  );

/** What the gateway says unless a template says otherwise; denials have a capital M, as in AWS. */
const defaultBody = (refusal: Refusal): string =>
  JSON.stringify({ [refusal.type === 'ACCESS_DENIED' ? 'Message' : 'message']: refusal.text });

const bodyOf = (
  refusal: Refusal,
  custom: GatewayResponse | undefined,
  from: Mappable,
): { contentType: string; body: string } => {
  const templates = Object.entries(custom?.responseTemplates ?? {});
  const chosen = templates.find(([type]) => type === 'application/json') ?? templates[0];
  if (!chosen) return { contentType: 'application/json', body: defaultBody(refusal) };
  const error: Record<string, string> = {
    'error.message': refusal.text ?? '',
    'error.messageString': JSON.stringify(refusal.text),
    'error.responseType': refusal.type,
  };
  const body = filled(chosen[1], (name) => error[name] ?? contextValue(from.context(), name));
  return { contentType: chosen[0], body };
};

/** Answers a refused request, by the API's own gateway responses where it has some. */
export const gatewayResponse = (
  engine: Engine,
  arrival: Arrival,
  refusal: Refusal,
): HttpResponse => {
  const { gatewayResponses } = arrival.view;
  const custom =
    gatewayResponses.get(refusal.type) ??
    gatewayResponses.get(refusal.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
  const { authorizer } = refusal;
  const from = { ...arrival, context: () => ({ ...arrivalContext(engine, arrival), authorizer }) };
  const { contentType, body } = bodyOf(refusal, custom, from);
  return {
    status: Number(custom?.statusCode ?? refusal.status),
    headers: {
      'content-type': contentType,
      'x-amzn-errortype': refusal.errorType,
      ...headersOf(custom, from),
    },
    body,
  };
};
