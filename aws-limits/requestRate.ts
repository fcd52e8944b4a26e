import type { Source } from './sources.ts';

/** How many calls a second AWS takes, per account and Region, of some operations together. */
export type RequestRate = Readonly<{
  /** SigV4 signing name. */
  service: string;
  /** What AWS calls it: a category, or the operation itself. */
  name: string;
  operations: readonly string[] | Readonly<{ allBut: readonly string[] }>;
  perSecond: number;
  /** The size of the token bucket, where AWS tells it; else a second's calls, and at least one. */
  burst?: number;
  /** How many of each single operation a second for one user pool. */
  perSecondAndPool?: number;
  source: Source;
}>;

/** The size of the bucket. */
export const burstOf = ({ perSecond, burst }: Pick<RequestRate, 'perSecond' | 'burst'>): number =>
  burst ?? Math.max(1, Math.ceil(perSecond));

/** Whether calls of an operation count. */
export const covers = ({ operations }: RequestRate, operation: string): boolean =>
  'allBut' in operations ? !operations.allBut.includes(operation) : operations.includes(operation);
