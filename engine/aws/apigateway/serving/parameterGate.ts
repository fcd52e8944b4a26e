import type { JsonObject } from '../../../kernel/json.ts';
import type { Exchange } from './exchange.ts';
import { mapped } from './mapping.ts';
import { Refusal } from './refusal.ts';

const noContext = (): JsonObject => ({});

/** Refuses a request without a parameter that its method requires, where a validator checks them. */
export const parameterGate = (exchange: Exchange): void => {
  const { method, view } = exchange;
  const validator = view.validators.get(method.requestValidatorId ?? '');
  if (!validator?.validateRequestParameters) return;
  const from = { ...exchange, context: noContext };
  const missing = Object.entries(method.requestParameters ?? {})
    .filter(([name, required]) => required && !mapped(name, from))
    .map(([name]) => name.split('.').at(-1));
  if (missing.length === 0) return;
  const text = `Missing required request parameters: [${missing.join(', ')}]`;
  throw new Refusal('BAD_REQUEST_PARAMETERS', text);
};
