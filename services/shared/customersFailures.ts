/**
 * Why an onboarding may fail through no fault of ours, by the names that its steps give: what its customer is told.
 * Operators are not called for these.
 */
export const customersFailures: ReadonlyMap<string, string> = new Map([
  ['AddressRefused', 'no invitation can be sent to the address: sign up with another one'],
  ['TenantAlreadyClaimed', 'another company has taken the name: sign up with another one'],
]);
