import type { Outcome } from './environment.ts';
import type { EnvironmentPool } from './environmentPool.ts';
import type { LambdaFunction } from './functions/functionSchema.ts';
import type { Job } from './job.ts';
import { invalid, throttled } from './refusals.ts';

const TENANT_ID = /^[\w.:/=+\-@ ]{1,256}$/;

/** Refuses an invocation that names a tenant where none belongs, or none where one is needed. */
export const checkTenant = (fn: LambdaFunction, tenantId: string | undefined): void => {
  const isolated = fn.configuration.TenancyConfig !== undefined;
  if (isolated && !TENANT_ID.test(tenantId ?? '')) {
    throw invalid(
      'The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.',
    );
  }
  if (!isolated && tenantId !== undefined) {
    throw invalid(
      'The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again.',
    );
  }
};

/** Runs one invocation of a function as it now is; TooManyRequestsException past its concurrency. */
export type RunInvocation = (fn: LambdaFunction, job: Job) => Promise<Outcome>;

/** Counts what runs, because a function's reserved concurrency is also its limit. */
export const invocationRunner = (pool: EnvironmentPool): RunInvocation => {
  const running = new Map<string, number>();
  const add = (name: string, change: 1 | -1) => {
    const count = (running.get(name) ?? 0) + change;
    if (count === 0) running.delete(name);
    else running.set(name, count);
  };
  return async (fn, job) => {
    const { FunctionName: name } = fn.configuration;
    const limit = fn.reservedConcurrency ?? Number.POSITIVE_INFINITY;
    if ((running.get(name) ?? 0) >= limit) {
      throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
    }
    add(name, 1);
    try {
      return await pool.run(job);
    } finally {
      add(name, -1);
    }
  };
};
