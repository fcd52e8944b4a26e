/** A seeded generator: the same seed, the same requests. */
export const seeded = (seed: number) => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const pick = <T>(values: readonly T[]): T => {
    const value = values[Math.floor(next() * values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  };
  const chance = (probability: number): boolean => next() < probability;
  const some = <T>(values: readonly T[], most: number): T[] =>
    Array.from({ length: 1 + Math.floor(next() * most) }, () => pick(values));
  return { pick, chance, some };
};
export type Draw = ReturnType<typeof seeded>;
