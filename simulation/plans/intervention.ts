import { z } from 'zod';

/** What partners send of a tenant that is known already. */
export const partnerKinds = [
  /** The same registration with the same content again, as a new event: a partner's retry. */
  'partnerRetry',
  /** The same registration and tenant with other content. */
  'otherContent',
  /** A registration of its own for another's tenant. */
  'othersTenant',
  /** Another's registration for a tenant of its own. */
  'othersRegistration',
] as const;

/** What operators do, rightly or by mistake. */
export const operatorKinds = [
  /** Replays one of the runs that are listed as failed. */
  'replay',
  /** Replays all of them, each twice. */
  'replayEvery',
  /** Sends an event that was on the bus to its consumers again, as a redrive or the archive does. */
  'redeliver',
  /** Stops a run that is under way at the console, and replays it. */
  'stopAndReplay',
  /** Makes an admin of a tenant by hand. */
  'adminByHand',
  /** Switches a tenant off, so that nobody of it gets in. */
  'deactivate',
  /** Switches a tenant on again. */
  'activate',
  /** Has the sweeper remove what it finds to be orphaned. */
  'sweep',
  /** Starts the state machine at the console, for a tenant that is there, in another event's name. */
  'runByHand',
  /** The same, as a run that undoes all and gives up. */
  'undoByHand',
  /** The same in the name of the event that the tenant was made for. */
  'undoInItsName',
  /** The same as `undoByHand`, as a run that undoes all and starts over. */
  'redoByHand',
] as const;

/** While customers sign up, once it is quiet, or after operators have mended what failed. */
export const phases = ['during', 'before', 'after'] as const;

/** Something that somebody does beside signing up, and that must not harm a tenant. */
export const Intervention = z.object({
  kind: z.enum([...partnerKinds, ...operatorKinds]),
  phase: z.enum(phases),
  /** Milliseconds after the start, or after what happened before. */
  after: z.number(),
  /** Between 0 and 1: which tenant, run or event it is about. */
  which: z.number(),
  /** The type of the event that is sent again; any other intervention is about no event. */
  event: z.string().optional(),
});
export type Intervention = z.infer<typeof Intervention>;

/** Whether it is a partner's, who wants what another has. */
export const isPartners = ({ kind }: Intervention): boolean =>
  partnerKinds.some((partners) => partners === kind);
