import type { Member } from '../../services/identity/member.ts';
import { memberTable } from '../../services/identity/memberTable.ts';
import { moveTable } from '../../services/identity/moveTable.ts';
import { Joining } from '../../services/identity/person.ts';
import { personTable } from '../../services/identity/personTable.ts';
import { fakeBus } from './fakeBus.ts';
import { fixedNow } from './fakes.ts';
import type { ProductEngine } from './productEngine.ts';

/** A table of people and their memberships for each test, as the product declares it. */
export const membershipsOn = (engine: () => ProductEngine) => {
  let count = 0;
  return async (known: readonly Member[] = []) => {
    count += 1;
    const { documents, table } = engine();
    const tableName = await table('members', `members-${count}`);
    const members = memberTable(documents, tableName);
    const people = personTable(documents, tableName);
    /** Makes somebody a member. */
    const join = async (member: Member): Promise<void> => {
      await people.begin(Joining.parse(member), false);
      await members.add(member);
    };
    for (const member of known) await join(member);
    const moves = moveTable(documents, tableName, fixedNow);
    const bus = fakeBus();
    /** What ends the moves of people; nobody's tenant stands. */
    const moving = {
      now: fixedNow,
      moves,
      publish: bus.publish,
      latestRoute: async () => undefined,
    };
    return { tableName, members, people, moves, moving, bus, join };
  };
};

export type Memberships = Awaited<ReturnType<ReturnType<typeof membershipsOn>>>;
