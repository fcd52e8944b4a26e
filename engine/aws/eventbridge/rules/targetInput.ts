import type { Json, JsonObject } from '../../../kernel/json.ts';
import { atPath } from './jsonPath.ts';
import type { Target } from './target.ts';

/** What a target gets an event for: the rule and when the event came in (epoch milliseconds). */
export type Occasion = { event: JsonObject; ruleArn: string; acceptedAt: number };

type Variables = ReadonlyMap<string, Json | undefined>;

const withoutDetail = ({ detail: _, ...rest }: JsonObject): JsonObject => rest;

const variablesOf = (paths: Readonly<Record<string, string>>, occasion: Occasion): Variables => {
  const { event, ruleArn, acceptedAt } = occasion;
  return new Map<string, Json | undefined>([
    ['aws.events.rule-arn', ruleArn],
    ['aws.events.rule-name', ruleArn.split('/').at(-1)],
    ['aws.events.event.ingestion-time', new Date(acceptedAt).toISOString()],
    ['aws.events.event', withoutDetail(event)],
    ['aws.events.event.json', event],
    ...Object.entries(paths).map(([name, path]): [string, Json | undefined] => [
      name,
      atPath(path, event),
    ]),
  ]);
};

const textOf = (value: Json | undefined): string => {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Inside a JSON string a value is escaped text; elsewhere in JSON it is a JSON value. */
const filled = (value: Json | undefined, place: { json: boolean; quoted: boolean }): string => {
  if (!place.json) return textOf(value);
  return place.quoted ? JSON.stringify(textOf(value)).slice(1, -1) : JSON.stringify(value ?? null);
};

const fill = (template: string, variables: Variables): string => {
  const json = /^\s*["{[]/.test(template);
  let quoted = false;
  return template.replace(/\\.|"|<([^<>]+)>/gs, (token, name: string | undefined) => {
    if (token === '"') quoted = !quoted;
    if (name === undefined || !variables.has(name)) return token;
    return filled(variables.get(name), { json, quoted });
  });
};

/** The text that a target is called with: the event itself unless its input says otherwise. */
export const targetInput = (target: Target, occasion: Occasion): string => {
  if (target.Input !== undefined) return target.Input;
  if (target.InputTransformer) {
    const { InputPathsMap: paths, InputTemplate: template } = target.InputTransformer;
    return fill(template, variablesOf(paths, occasion));
  }
  const path = target.InputPath ?? '$';
  return JSON.stringify(atPath(path, occasion.event) ?? null);
};
