import { statusOf } from '../../services/registration/registration.ts';
import { countsAdminsFor } from '../../simulation/checks/belongings.ts';
import type { Facts } from '../../simulation/checks/facts.ts';
import { type Evidence, violationsOf } from '../../simulation/checks/invariant.ts';

/** Without what goes once others have heard that a registration failed: its name and its people. */
const withoutRemains = (facts: Facts): Facts => {
  const failed = facts.registrations
    .map(({ registration }) => registration)
    .filter((registration) => statusOf(registration) === 'failed');
  const ids = new Set(failed.map(({ registrationId }) => registrationId));
  const tenants = new Set(failed.map(({ tenantId = '' }) => tenantId));
  const counts = failed.map(({ registeredEventId = '' }) => countsAdminsFor(registeredEventId));
  return {
    ...facts,
    names: facts.names.filter(({ registrationId }) => !ids.has(registrationId)),
    members: facts.members.filter(
      (member) => !tenants.has(member.tenantId ?? '') && !counts.some((isCount) => isCount(member)),
    ),
  };
};

const underWay = (facts: Facts): Set<string> =>
  new Set(
    facts.registrations
      .filter(({ registration }) => !['active', 'failed'].includes(statusOf(registration)))
      .map(({ registration }) => registration.registrationId),
  );

/**
 * What is wrong and must not be at any moment: the invariant but for registrations, executions and
 * dead letters that are under way, and for what follows after the news that a registration failed.
 */
export const lastingViolations = ({ facts, accepted, events }: Evidence): string[] => {
  const open = underWay(facts);
  const lasting = { ...withoutRemains(facts), executions: [], messages: 0 };
  return violationsOf({ facts: lasting, accepted, isUnderWay: true, events }).filter(
    (violation) => !open.has(violation.split(' ')[0] ?? ''),
  );
};
