import { z } from 'zod';
import type { Operation } from '../../../endpoint/service.ts';
import { cognitoOperation } from '../operation.ts';
import { keyBehind, tokenAfter } from '../pageToken.ts';
import type { CognitoState } from '../state.ts';

const ListInput = z.strictObject({
  MaxResults: z.int().min(1).max(60),
  NextToken: z.string().optional(),
});

/** Pages in the order of pool ids. */
export const listUserPools = (state: CognitoState): Operation =>
  cognitoOperation(ListInput, async ({ MaxResults, NextToken }) => {
    const found = await state.pools.list({ limit: MaxResults + 1, ...keyBehind(NextToken, '') });
    const page = found.slice(0, MaxResults);
    const last = found.length > MaxResults ? page.at(-1) : undefined;
    return {
      UserPools: page.map(({ value }) => ({
        Id: value.id,
        Name: value.name,
        LambdaConfig: value.settings.LambdaConfig,
        CreationDate: value.createdAt / 1000,
        LastModifiedDate: value.modifiedAt / 1000,
      })),
      ...(last && { NextToken: tokenAfter(last.key) }),
    };
  });
