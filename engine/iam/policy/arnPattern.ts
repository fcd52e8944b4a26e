import type { ContextKeys } from './contextKeys.ts';
import { type PolicyText, policyText } from './policyText.ts';

const SEGMENTS = 6;

/** An ARN's six segments, the last with all that follows it; undefined for what is no ARN. */
export const arnSegments = (arn: string): string[] | undefined => {
  const parts = arn.split(':');
  if (parts[0] !== 'arn' || parts.length < SEGMENTS) return undefined;
  return [...parts.slice(0, SEGMENTS - 1), parts.slice(SEGMENTS - 1).join(':')];
};

/** Splits at colons that are outside of a variable. */
const patternSegments = (pattern: string): string[] | undefined => {
  const parts = pattern.match(/(?:\$\{[^}]*\}|[^:])+|(?<=:|^)(?=:|$)/g) ?? [];
  if (parts[0] !== 'arn' || parts.length < SEGMENTS) return undefined;
  return [...parts.slice(0, SEGMENTS - 1), parts.slice(SEGMENTS - 1).join(':')];
};

/** Whether an ARN fits, segment by segment; undefined when a variable has no value. */
export type ArnPattern = (arn: string, keys: ContextKeys) => boolean | undefined;

const everySegment =
  (patterns: readonly PolicyText[]): ArnPattern =>
  (arn, keys) => {
    const segments = arnSegments(arn);
    if (!segments) return undefined;
    for (const [index, pattern] of patterns.entries()) {
      const fits = pattern.fits(segments[index] ?? '', keys);
      if (!fits) return fits;
    }
    return true;
  };

/** Reads an ARN with wildcards, of which none reaches over a colon before the resource. */
export const arnPattern = (pattern: string, variables: boolean): ArnPattern => {
  const segments = patternSegments(pattern);
  if (!segments) return () => undefined;
  return everySegment(segments.map((segment) => policyText(segment, variables)));
};
