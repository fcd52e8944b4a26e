import * as z from 'zod';
import { EmailAddress, TenantId } from '#events/fields.ts';
import type { TransactItem } from '#shared/documents.ts';
import type { Allowance } from '../mail/allowance.ts';
import type { Mail } from '../mail/mail.ts';
import type { Address, Person } from './person.ts';

/** A user's place in Cognito: it stays when the address changes. */
export type Place = { userPoolId: string; username: string };

/**
 * That a person wants another address. By the right code it is begun: both addresses are the person's then, and
 * whatever is cut off is done by who comes next. It is kept for a while after it is done.
 */
export const Move = z.object({
  moveId: z.string(),
  userPoolId: z.string(),
  username: z.string(),
  from: EmailAddress,
  to: EmailAddress,
  codeHash: z.string(),
  /** In epoch seconds: from then on it counts as gone. */
  expiresAt: z.int(),
  /** When it began, ISO 8601; absent while the code is awaited. */
  begunAt: z.iso.datetime().optional(),
  /** Which move of the person it is: 1 for the first. */
  moves: z.int().optional(),
  /** The tenants of the person when it began; nobody can join or leave since. */
  tenantIds: z.array(TenantId).optional(),
  /** When all was done, ISO 8601. */
  doneAt: z.iso.datetime().optional(),
});
export type Move = z.infer<typeof Move>;

/** A move that has begun. */
export type BegunMove = Move & { begunAt: string; tenantIds: string[]; moves: number };

/** A mail in its outbox, and what it counts against. */
export type CountedMail = {
  to: Address | Place;
  allowance: Allowance;
  mail: Mail;
  writing: TransactItem;
};

export type Moves = {
  get(place: Place): Promise<Move | undefined>;
  /** How much mail of this kind went to an address, or on behalf of a user. */
  allowanceOf(to: Address | Place): Promise<Allowance>;
  /**
   * Keeps that a code is awaited, in place of any earlier one, and counts and writes its mail. False, and nothing
   * is written, when the user is moving, or was so recently that an earlier run may not know it yet.
   */
  ask(move: Move, mailed: readonly CountedMail[]): Promise<boolean>;
  /** Counts a code that is tried; undefined where no more codes are looked at. */
  tryCode(place: Place, hash: string): Promise<Move | undefined>;
  /** Makes both addresses the person's; false when it is not as it was read, or the new one is somebody's. */
  begin(move: BegunMove, person: Person): Promise<boolean>;
  /** Leaves the person at the new address alone. */
  finish(move: BegunMove, doneAt: Date): Promise<void>;
  /** Leaves the person at the old address alone. */
  abandon(move: BegunMove): Promise<void>;
};

/** Whether a move has begun and is not done. */
export const isUnderWay = (move: Move | undefined): move is BegunMove =>
  move?.begunAt !== undefined && move.tenantIds !== undefined && move.doneAt === undefined;
