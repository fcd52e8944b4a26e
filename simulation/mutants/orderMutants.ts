import { edit, type Mutant } from './mutant.ts';

/** What orders the facts of a tenant: neither a clock nor the order in which they come. */
export const orderMutants: readonly Mutant[] = [
  edit('order: facts are ordered by the clocks of those who publish them', 'events/sequence.ts', [
    'run * PLACES_IN_A_RUN + PLACES[fact];',
    'Math.floor(Date.now() / 600_000) * PLACES_IN_A_RUN + PLACES[fact] + 0 * run;',
  ]),
  edit('order: what comes last is the newest', 'services/registration/registrationFacts.ts', [
    '} < :',
    '} <> :',
  ]),
];
