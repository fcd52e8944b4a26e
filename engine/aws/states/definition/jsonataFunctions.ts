import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Random } from '../../../kernel/random.ts';

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** AWS's bound on the elements of one `$range`. */
const LONGEST_RANGE = 360_145;

const fraction = (bytes: Buffer): number => bytes.readUIntBE(0, 6) / 2 ** 48;

const partition = (items?: unknown[], size?: number): unknown[][] | undefined => {
  const chunk = Math.trunc(size ?? 0);
  if (!items?.length || chunk < 1) return undefined;
  return Array.from({ length: Math.ceil(items.length / chunk) }, (_, index) =>
    items.slice(index * chunk, (index + 1) * chunk),
  );
};

const range = (start?: number, end?: number, step?: number): number[] | number | undefined => {
  if (start === undefined || end === undefined || step === undefined) return undefined;
  const [first, last, by] = [Math.trunc(start), Math.trunc(end), Math.trunc(step)];
  const length = by === 0 ? 0 : Math.floor((last - first) / by) + 1;
  if (length < 1) return undefined;
  if (length > LONGEST_RANGE) throw new Error('Expression evaluation memory limit exceeded');
  return length === 1 ? first : Array.from({ length }, (_, index) => first + index * by);
};

const hash = (text?: string, algorithm?: string): string | undefined => {
  if (text === undefined || algorithm === undefined) return undefined;
  const known = ALGORITHMS[algorithm];
  if (!known) throw new Error(`Unsupported hash algorithm: ${algorithm}`);
  return createHash(known).update(text).digest('hex');
};

const parse = (text?: string): unknown => (text === undefined ? undefined : JSON.parse(text));

const shuffled =
  (random: Random) =>
  (items?: unknown[]): unknown[] | undefined =>
    items
      ?.map((item) => ({ item, order: fraction(random.bytes(6)) }))
      .sort((a, b) => a.order - b.order)
      .map(({ item }) => item);

const formatted = jsonata('$fromMillis($at, $picture, $timezone)');

/** JSONata's `$now` and `$millis` at one moment: a whole expression sees the same time. */
export const timeFunctions = (at: number) => ({
  now: (picture?: string, timezone?: string) =>
    formatted.evaluate(undefined, { at, picture, timezone }),
  millis: () => at,
});

/**
 * Compiles an expression with the functions that Step Functions adds to JSONata, and with the
 * engine's randomness behind JSONata's. `$eval` does not exist, as on AWS; `$random` with a seed
 * repeats itself, but not with AWS's numbers. Throws what JSONata's parser throws.
 */
export const compiler = (random: Random) => (text: string) => {
  const expression = jsonata(text, { timeout: 5_000 });
  const seeded = (seed?: number) =>
    fraction(
      seed === undefined ? random.bytes(6) : createHash('sha256').update(String(seed)).digest(),
    );
  expression.registerFunction('partition', partition, '<an:a>');
  expression.registerFunction('range', range, '<nnn:x>');
  expression.registerFunction('hash', hash, '<ss:s>');
  expression.registerFunction('random', seeded, '<n?:n>');
  expression.registerFunction('uuid', () => random.uuid(), '<:s>');
  expression.registerFunction('parse', parse, '<s:x>');
  expression.registerFunction('shuffle', shuffled(random), '<a:a>');
  expression.assign('eval', undefined);
  return expression;
};
