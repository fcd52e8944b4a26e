import * as z from 'zod';
import { EmailAddress } from '#events/fields.ts';
import type { StandingRoute } from '#shared/route.ts';
import { hasRoom } from '../../mail/allowance.ts';
import { reminderLetter } from '../../mail/letters.ts';
import type { Outbox } from '../../mail/outbox.ts';
import type { Member, Members } from '../member.ts';
import type { Reminders } from './reminderTable.ts';

/** Whom somebody wants to be reminded. */
export const ReminderRequest = z.object({ email: EmailAddress });
export type ReminderRequest = z.infer<typeof ReminderRequest>;

export type RemindPorts = Pick<Members, 'ofAddress'> & {
  /** The tenant's route, read consistently. */
  route(tenantId: string): Promise<StandingRoute | undefined>;
  controlApiUrl(): Promise<string>;
  outbox: Pick<Outbox, 'address' | 'writing' | 'send'>;
  reminders: Reminders;
};

const isCurrent = ({ enabled, announced, leaving }: Member): boolean =>
  enabled && announced && !leaving;

/** Whether the tenant of this route is the one that the person is a member of, and takes people in. */
const isOpenTo = (member: Member, route: StandingRoute): boolean =>
  route.status === 'active' &&
  route.announced === true &&
  route.givenUpFor === undefined &&
  route.provisionedEventId === member.madeFor;

/** The names of the tenants that a person of this address may sign in to. */
const namesFor = async (ports: RemindPorts, email: string): Promise<string[]> => {
  const members = (await ports.ofAddress(email)).filter(isCurrent);
  const names = await Promise.all(
    members.map(async (member) => {
      const route = await ports.route(member.tenantId);
      return route && isOpenTo(member, route) ? [route.tenantName] : [];
    }),
  );
  return names.flat().sort((one, other) => one.localeCompare(other));
};

/** Mails a person where it can sign in; nothing goes to an address that nobody has, or that has had its share. */
export const remind =
  (ports: RemindPorts) =>
  async ({ email }: ReminderRequest): Promise<void> => {
    const { outbox, reminders } = ports;
    const allowance = await reminders.allowanceOf(email);
    if (!hasRoom(allowance)) return;
    const names = await namesFor(ports, email);
    if (names.length === 0) return;
    const mail = outbox.address(email, reminderLetter(names, await ports.controlApiUrl()));
    if (await reminders.keep(mail, allowance, outbox.writing(mail))) await outbox.send(mail);
  };
