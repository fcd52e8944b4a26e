import { createHash, randomInt } from 'node:crypto';

const DIGITS = 8;

/** Eight digits, each as likely as any other. */
export const newCode = (): string => String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0');

/** What is kept of a code: the same code of another registration has another hash. */
export const codeHash = (registrationId: string, code: string): string =>
  createHash('sha256').update(`${registrationId}:${code}`).digest('hex');
