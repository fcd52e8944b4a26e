import type { Facts } from './checks/facts.ts';
import { membersOf } from './checks/people.ts';
import { addressesOf } from './plans/crowd.ts';

/** What is known of a person in a tenant, once nothing is under way. */
export type Entry = {
  tenantId: string;
  /** The address by which it is invited. */
  email: string;
  /** Whether it is a member; undefined where nobody knows, because the answer never came. */
  isMember: boolean | undefined;
  /** Another address that it surely has by now. */
  movedTo?: string;
};

const isRight = ({ isMember, movedTo }: Entry, found: string[], mayMove: boolean): boolean => {
  if (movedTo !== undefined) return found.join() === movedTo;
  if (isMember === undefined) return found.length <= (mayMove ? 2 : 1);
  const wanted = Number(isMember);
  // Whoever moves may be invited once more by the first address, by somebody who heard no answer before.
  return found.length === wanted || (mayMove && found.length === wanted + 1);
};

/** Who is a member and should not be, or is none and should be, or is one by the wrong address. */
export const ledgerViolations = (ledger: readonly Entry[], facts: Facts): string[] =>
  ledger.flatMap((entry) => {
    const { tenantId, email, isMember, movedTo } = entry;
    const addresses = addressesOf(email);
    const found = membersOf(facts, tenantId).flatMap((member) =>
      member.email !== undefined && addresses.includes(member.email) ? [member.email] : [],
    );
    if (isRight(entry, found, addresses.length > 1)) return [];
    const left = movedTo ?? (isMember ? 'one' : 'none');
    return [
      `${email} is ${found.length} members of ${tenantId} (${found}), and was left as ${left}`,
    ];
  });
