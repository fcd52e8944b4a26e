import { leavingMutants } from './mutants/leavingMutants.ts';
import type { Mutant } from './mutants/mutant.ts';
import { orderMutants } from './mutants/orderMutants.ts';
import { ownershipMutants } from './mutants/ownershipMutants.ts';
import { presentMutants } from './mutants/presentMutants.ts';
import { registrationMutants } from './mutants/registrationMutants.ts';
import { sagaMutants } from './mutants/sagaMutants.ts';
import { statusMutants } from './mutants/statusMutants.ts';
import { userMutants } from './mutants/userMutants.ts';

/** Each safeguard, taken away by itself. */
export const mutants: readonly Mutant[] = [
  ...sagaMutants,
  ...ownershipMutants,
  ...presentMutants,
  ...orderMutants,
  ...userMutants,
  ...registrationMutants,
  ...statusMutants,
  ...leavingMutants,
];
