import { isJsonObject, type Json, type JsonObject } from '../../../kernel/json.ts';

const EXPRESSIONS = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
];

/** In legacy fields, the keys are attribute names. */
const NAMED_BY_KEY = [
  'Item',
  'Key',
  'Expected',
  'KeyConditions',
  'QueryFilter',
  'ScanFilter',
  'AttributeUpdates',
];

const KEYWORD = /^(and|or|not|between|in|set|remove|add|delete)$/i;
const TOKEN = /(\.?)\s*(:?#?[A-Za-z_][\w-]*)\s*(\(?)/g;

/** Names at the top of a document path: no function, no keyword, no value, nothing after a dot. */
const namesIn = (expression: string): string[] =>
  [...expression.matchAll(TOKEN)].flatMap(([, dot, name = '', call]) =>
    dot || call || name.startsWith(':') || KEYWORD.test(name) ? [] : [name],
  );

const keysOf = (value: Json | undefined): string[] =>
  isJsonObject(value) ? Object.keys(value) : [];

const textsOf = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

const placeholders = (input: JsonObject): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(
      isJsonObject(input['ExpressionAttributeNames']) ? input['ExpressionAttributeNames'] : {},
    ).map(([placeholder, name]) => [placeholder, String(name)]),
  );

/** `dynamodb:Attributes`: every top-level attribute that a request names, each once. */
export const attributeNames = (input: JsonObject): string[] => {
  const named = placeholders(input);
  const expressions = EXPRESSIONS.flatMap((field) => {
    const expression = input[field];
    return typeof expression === 'string' ? namesIn(expression) : [];
  }).map((name) => named.get(name) ?? name);
  const keys = NAMED_BY_KEY.flatMap((field) => keysOf(input[field]));
  return [...new Set([...expressions, ...keys, ...textsOf(input['AttributesToGet'])])];
};
