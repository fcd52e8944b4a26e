import { createHash } from 'node:crypto';
import type { Random } from '#engine';

/** 32 well-mixed bits of a number. */
const mixed = (value: number): number => {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
};

/** A 32-bit hash of a text (FNV-1a, mixed). */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return mixed(hash);
};

/**
 * What chance says about a question, between 0 and 1: the same seed gives the same answer to the same
 * question, whatever else was asked before.
 */
export const chanceOf = (seed: number, question: string): number =>
  mixed(hashOf(question) ^ mixed(seed)) / 2 ** 32;

/** An endless sequence of numbers between 0 and 1 (mulberry32). */
export const sequenceOf = (seed: number): (() => number) => {
  let state = mixed(seed + 1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** One of several, by a number between 0 and 1. */
export const pick = <T>(choices: readonly T[], chance: number): T => {
  const chosen = choices[Math.min(choices.length - 1, Math.floor(chance * choices.length))];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
};

/** The engine's randomness, drawn from a seed. */
export const seededRandom = (seed: number): Random => {
  const next = sequenceOf(seed);
  const bytes = (count: number): Buffer => {
    const drawn = Buffer.allocUnsafe(count);
    for (let index = 0; index < count; index += 1) drawn[index] = Math.floor(next() * 256);
    return drawn;
  };
  return {
    bytes,
    uuid() {
      const hex = bytes(16).toString('hex');
      const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
};

/** A short fingerprint of a long text. */
export const fingerprint = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);
