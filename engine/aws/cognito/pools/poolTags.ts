import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { cognitoOperation } from '../operation.ts';
import type { CognitoState } from '../state.ts';
import { poolIdOf } from './poolArn.ts';
import { requirePool } from './requirePool.ts';
import { changePool } from './updateUserPool.ts';

type Tags = Record<string, string>;

const changeTags = (state: CognitoState, arn: string, change: (tags: Tags) => Tags) =>
  changePool(state, poolIdOf(state.engine, arn), (pool) => ({
    ...pool,
    settings: { ...pool.settings, UserPoolTags: change(pool.settings.UserPoolTags ?? {}) },
  }));

/** Tags that exist are overwritten. */
export const tagResource = (state: CognitoState): Operation =>
  cognitoOperation(
    z.strictObject({ ResourceArn: z.string(), Tags: z.record(z.string(), z.string()) }),
    async ({ ResourceArn, Tags: added }) => {
      await changeTags(state, ResourceArn, (tags) => ({ ...tags, ...added }));
      return {};
    },
  );

/** Keys that are not there are ignored. */
export const untagResource = (state: CognitoState): Operation =>
  cognitoOperation(
    z.strictObject({ ResourceArn: z.string(), TagKeys: z.array(z.string()) }),
    async ({ ResourceArn, TagKeys }) => {
      const kept = ([key]: [string, string]) => !TagKeys.includes(key);
      await changeTags(state, ResourceArn, (tags) =>
        Object.fromEntries(Object.entries(tags).filter(kept)),
      );
      return {};
    },
  );

/** Only pools have tags. */
export const listTagsForResource = (state: CognitoState): Operation =>
  cognitoOperation(z.strictObject({ ResourceArn: z.string() }), async ({ ResourceArn }) => {
    const pool = await requirePool(state, poolIdOf(state.engine, ResourceArn));
    return { Tags: pool.settings.UserPoolTags ?? {} };
  });
