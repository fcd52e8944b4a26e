import * as z from 'zod';
import type { Deployment } from '#events/fields.ts';

/** Who waits for whom: a silo waits only for silos, and never behind the many in the pool. */
export type Lane = Deployment;

/** The place of a run in its lane. */
export type Place = {
  reservedAt: Date;
  /** When the run may begin: at once, where nobody is before it. */
  startsAt: Date;
  /** How many runs begin between the two. */
  ahead: number;
};

/** Reserves the next free place at the pace that AWS's quotas allow; one that is not used is lost, and costs nothing else. */
export type Reserve = (lane: Lane) => Promise<Place>;

/** When a run is to begin that must wait; any other begins at once. */
export const StartTime = z.object({ startAt: z.iso.datetime().optional() });
export type StartTime = z.infer<typeof StartTime>;

/** A wait so short that it is not worth a state of the saga. */
const AT_ONCE_MS = 2_000;

/** How long this place is to be waited for, in milliseconds. */
export const waitOf = ({ reservedAt, startsAt }: Place): number =>
  startsAt.getTime() - reservedAt.getTime();

/** What a run with this place is started with. */
export const startTimeOf = (place: Place): StartTime =>
  waitOf(place) > AT_ONCE_MS ? { startAt: place.startsAt.toISOString() } : {};

type Start<Input> = (name: string, input: Input & StartTime) => Promise<boolean>;

/** Starts runs at the pace of their lanes, as replays and rollbacks are. */
export const pacedStart =
  <Input extends { deployment: Lane }>(reserve: Reserve, start: Start<Input>): Start<Input> =>
  async (name, input) =>
    start(name, { ...input, ...startTimeOf(await reserve(input.deployment)) });
