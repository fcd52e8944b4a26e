/**
 * The index of tenants with something to do at a time: those that leave, at their `eraseAt`, and those with an
 * operation that may not have been started, since it was accepted.
 */
export const routeDue = {
  index: 'due',
  partition: 'dueFor',
  sort: 'due',
  value: 'lifecycle',
} as const;

/** What puts a tenant's route into the index, from a time on; the id makes the place unique. */
export const dueFrom = (tenantId: string, at: string): Record<string, string> => ({
  [routeDue.partition]: routeDue.value,
  [routeDue.sort]: `${at}#${tenantId}`,
});
