import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { pendingIn } from '#shared/outbox.ts';
import { Member } from './member.ts';
import { type Unfinished, unfinishedIndex } from './memberKeys.ts';
import { Move } from './move.ts';
import { Joining, Person } from './person.ts';

const Waiting = z.object({ since: z.string() });

const rows = {
  /** A member whose removal has begun. */
  leaving: Member.extend(Waiting.shape),
  /** A membership that somebody asked for, and that is not there. */
  joining: Joining.extend(Waiting.shape),
  /** A person whose user is being deleted. */
  closing: Person.extend(Waiting.shape),
  /** A person whose user was deleted. */
  closed: Person.extend(Waiting.shape),
  /** A person's move to another address that has begun. */
  moving: Move.extend(Waiting.shape),
} satisfies Record<Unfinished, z.ZodType>;

/** Reads, by their kinds, the rows that have waited since before a time, longest first. */
export type UnfinishedRows = {
  [Kind in Unfinished]: (before: Date) => Promise<z.infer<(typeof rows)[Kind]>[]>;
};

/** What is unfinished in the table of members. */
export const unfinishedRows = (
  documents: DynamoDBDocumentClient,
  TableName: string,
): UnfinishedRows => {
  const read = <Row>(pending: Unfinished, row: z.ZodType<Row>) => {
    const { name: index, partition, sort } = unfinishedIndex;
    return pendingIn(documents, TableName, { outbox: { index, partition, sort, pending }, row });
  };
  return {
    leaving: read('leaving', rows.leaving),
    joining: read('joining', rows.joining),
    closing: read('closing', rows.closing),
    closed: read('closed', rows.closed),
    moving: read('moving', rows.moving),
  };
};
