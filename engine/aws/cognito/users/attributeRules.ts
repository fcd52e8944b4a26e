import { invalidParameter } from '../errors.ts';
import type { Attribute } from '../fields.ts';
import type { Pool } from '../pools/pool.ts';
import type { SchemaAttribute } from '../pools/schemaAttribute.ts';

type Attributes = Readonly<Record<string, string>>;

const PRINTABLE = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u;

/** Whether Cognito would take this as an e-mail address. */
export const isEmail = (text: string): boolean =>
  PRINTABLE.test(text) && /^[^@]+@[^@]+\.[^@]+$/.test(text);

const stringProblem = (rule: SchemaAttribute, value: string): string | undefined => {
  const { MinLength = '0', MaxLength = '2048' } = rule.StringAttributeConstraints ?? {};
  if (value.length > Number(MaxLength))
    return `String must be no longer than ${MaxLength} characters`;
  if (value.length < Number(MinLength))
    return `String must be no shorter than ${MinLength} characters`;
  return undefined;
};

const numberProblem = (rule: SchemaAttribute, value: string): string | undefined => {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return 'Value must be a number';
  const { MinValue = '-Infinity', MaxValue = 'Infinity' } = rule.NumberAttributeConstraints ?? {};
  if (Number(value) < Number(MinValue)) return `Number must be no less than ${MinValue}`;
  if (Number(value) > Number(MaxValue)) return `Number must be no greater than ${MaxValue}`;
  return undefined;
};

const valueProblem = (rule: SchemaAttribute, value: string): string | undefined => {
  if (rule.AttributeDataType === 'String') return stringProblem(rule, value);
  if (rule.AttributeDataType === 'Number') return numberProblem(rule, value);
  const isBoolean = value === 'true' || value === 'false';
  return rule.AttributeDataType === 'Boolean' && !isBoolean
    ? 'Value must be true or false'
    : undefined;
};

const addressProblem = ({ Name, Value }: Attribute): string | undefined => {
  if (Name === 'email' && !isEmail(Value)) return 'Invalid email address format.';
  if (Name === 'phone_number' && !/^\+\d{2,15}$/.test(Value)) return 'Invalid phone number format.';
  return undefined;
};

const refuseBadAddresses = (attributes: readonly Attribute[]): void => {
  const given = attributes.filter(({ Value }) => Value !== '');
  const problem = given.map(addressProblem).find((found) => found !== undefined);
  if (problem !== undefined) throw invalidParameter(problem);
};

type Check = (rule: SchemaAttribute, value: string) => string | undefined;

const problems = (pool: Pool, attributes: readonly Attribute[], check: Check): string[] =>
  attributes.flatMap(({ Name, Value }) => {
    const rule = pool.schema.find((attribute) => attribute.Name === Name);
    const problem = rule ? check(rule, Value) : 'Attribute does not exist in the schema.';
    return problem === undefined ? [] : [`${Name}: ${problem}\n`];
  });

const VERIFIED = { email: 'email_verified', phone_number: 'phone_number_verified' } as const;

/** A new address is unverified unless the same request says otherwise; one that is gone says nothing. */
const withVerification = (before: Attributes, after: Attributes, given: Attributes): Attributes => {
  const marked = { ...after };
  for (const [address, mark] of Object.entries(VERIFIED)) {
    if (after[address] === undefined) delete marked[mark];
    else if (after[address] !== before[address]) marked[mark] = given[mark] ?? 'false';
  }
  return marked;
};

const merged = (before: Attributes, attributes: readonly Attribute[]): Record<string, string> => {
  const given = Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]));
  const after = Object.entries({ ...before, ...given }).filter(([, value]) => value !== '');
  return withVerification(before, Object.fromEntries(after), given);
};

/** The attributes of a new user: the one moment at which immutable ones can be set. */
export const newAttributes = (
  pool: Pool,
  attributes: readonly Attribute[],
): Record<string, string> => {
  const found = problems(pool, attributes, (rule, value) =>
    value === '' ? undefined : valueProblem(rule, value),
  );
  if (found.length > 0) {
    throw invalidParameter(`Attributes did not conform to the schema: ${found.join('')}`);
  }
  if (attributes.some(({ Name }) => Name === 'sub')) {
    throw invalidParameter('Cannot modify the non-mutable attribute sub');
  }
  refuseBadAddresses(attributes);
  return merged({}, attributes);
};

const updateProblem =
  (pool: Pool): Check =>
  (rule, value) => {
    if (!rule.Mutable) return 'Attribute cannot be updated.';
    if (value !== '') return valueProblem(rule, value);
    const signsIn = pool.emailAsUsername && rule.Name === 'email';
    return rule.Required || signsIn ? 'The attribute is required' : undefined;
  };

/** A user's attributes after an update; a blank value removes its attribute. */
export const updatedAttributes = (
  pool: Pool,
  before: Attributes,
  attributes: readonly Attribute[],
): Record<string, string> => {
  const found = problems(pool, attributes, updateProblem(pool));
  if (found.length > 0) throw invalidParameter(found.map((line) => `user.${line}`).join(''));
  refuseBadAddresses(attributes);
  return merged(before, attributes);
};
