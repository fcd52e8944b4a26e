import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import type * as z from 'zod';
import { clientDefaults } from './clients.ts';

const CACHE_SECONDS = 300;

const parameters = new SSMProvider({ clientConfig: clientDefaults });

/** Reads what only the deployment knows from a JSON parameter; cached for five minutes. */
export const jsonSetting =
  <T>(parameterName: string, schema: z.ZodType<T>): (() => Promise<T>) =>
  async () =>
    schema.parse(await parameters.get(parameterName, { transform: 'json', maxAge: CACHE_SECONDS }));

/** Reads what only the deployment knows from a plain parameter; cached for five minutes. */
export const textSetting =
  <T>(parameterName: string, schema: z.ZodType<T>): (() => Promise<T>) =>
  async () =>
    schema.parse(await parameters.get(parameterName, { maxAge: CACHE_SECONDS }));
