import type { SagaInput } from '../saga/sagaState.ts';

/** Silo tenants' tables, named after the tenant. */
export type DataStores = {
  /** Resolves when the table takes requests; finds the one that is there already. */
  create(tenantId: string): Promise<void>;
  /** Resolves when the table is gone. */
  delete(tenantId: string): Promise<void>;
};

/** A silo tenant's own table. */
export const createDataStore = (stores: DataStores) => async (input: SagaInput) => {
  await stores.create(input.tenantId);
  return {};
};

/** Undoes `createDataStore`. */
export const deleteDataStore = (stores: DataStores) => async (input: SagaInput) => {
  await stores.delete(input.tenantId);
  return {};
};
