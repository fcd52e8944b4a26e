import { BlockList, isIP } from 'node:net';
import { arnPattern } from './arnPattern.ts';
import type { ContextKeys } from './contextKeys.ts';
import { policyText } from './policyText.ts';

/** Whether one value of the policy holds for one of the request; undefined when nobody can tell. */
export type ValueTest = (value: string, keys: ContextKeys) => boolean | undefined;

/** An operator: how one value of a policy is read. A negated one holds when no value does. */
export type ConditionOperator = {
  negated: boolean;
  read(policyValue: string, variables: boolean): ValueTest;
};

type Read = ConditionOperator['read'];

const equal =
  (fold: (text: string) => string): Read =>
  (policyValue, variables) => {
    const expected = policyText(policyValue, variables);
    return (value, keys) => {
      const text = expected.text(keys);
      return text === undefined ? undefined : fold(text) === fold(value);
    };
  };

const exactly = equal((text) => text);
const withoutCase = equal((text) => text.toLowerCase());
/** Both are base64. */
const sameBytes = equal((text) => Buffer.from(text, 'base64').toString('base64'));
const like: Read = (policyValue, variables) => policyText(policyValue, variables).fits;

const compared =
  (parse: (text: string) => number, holds: (value: number, limit: number) => boolean): Read =>
  (policyValue) => {
    const limit = parse(policyValue);
    return (text) => {
      const value = parse(text);
      return Number.isNaN(value) || Number.isNaN(limit) ? undefined : holds(value, limit);
    };
  };

const numberIn = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

/** ISO 8601, or epoch seconds. */
const dateIn = (text: string): number =>
  /^\d{5,}$/.test(text) ? Number(text) * 1000 : Date.parse(text);

const family = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const inNetwork: Read = (policyValue) => {
  const [address = '', bits] = policyValue.split('/');
  const network = new BlockList();
  if (isIP(address) === 0) return () => undefined;
  const all = family(address) === 'ipv6' ? 128 : 32;
  network.addSubnet(address, bits === undefined ? all : Number(bits), family(address));
  // A BlockList takes an IPv4 address for one of IPv6, too.
  const holds = (value: string) =>
    family(value) === family(address) && network.check(value, family(value));
  return (value) => (isIP(value) === 0 ? undefined : holds(value));
};

const operator = (read: Read): ConditionOperator => ({ negated: false, read });
const not = (read: Read): ConditionOperator => ({ negated: true, read });

const comparisons = (prefix: string, parse: (text: string) => number) => ({
  [`${prefix}Equals`]: operator(compared(parse, (value, limit) => value === limit)),
  [`${prefix}NotEquals`]: not(compared(parse, (value, limit) => value === limit)),
  [`${prefix}LessThan`]: operator(compared(parse, (value, limit) => value < limit)),
  [`${prefix}LessThanEquals`]: operator(compared(parse, (value, limit) => value <= limit)),
  [`${prefix}GreaterThan`]: operator(compared(parse, (value, limit) => value > limit)),
  [`${prefix}GreaterThanEquals`]: operator(compared(parse, (value, limit) => value >= limit)),
});

const OPERATORS: Readonly<Record<string, ConditionOperator>> = {
  StringEquals: operator(exactly),
  StringNotEquals: not(exactly),
  StringEqualsIgnoreCase: operator(withoutCase),
  StringNotEqualsIgnoreCase: not(withoutCase),
  StringLike: operator(like),
  StringNotLike: not(like),
  ArnEquals: operator(arnPattern),
  ArnLike: operator(arnPattern),
  ArnNotEquals: not(arnPattern),
  ArnNotLike: not(arnPattern),
  Bool: operator(withoutCase),
  BinaryEquals: operator(sameBytes),
  IpAddress: operator(inNetwork),
  NotIpAddress: not(inNetwork),
  ...comparisons('Numeric', numberIn),
  ...comparisons('Date', dateIn),
};

const BY_NAME = new Map(
  Object.entries(OPERATORS).map(([name, found]) => [name.toLowerCase(), found]),
);

/** The operator of a name without set and `IfExists`, in any case; undefined for no such operator. */
export const operatorNamed = (name: string): ConditionOperator | undefined =>
  BY_NAME.get(name.toLowerCase());
