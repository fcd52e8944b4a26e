import { isNamed } from '#shared/errors.ts';

/**
 * For `.catch` of a look at one thing by its id: undefined when it is gone. IAM goes by tags, which what is gone has
 * no more, so that the look is then denied: only a list tells that from a permission that is missing.
 */
export const goneUnlessListed =
  (gone: string, isListed: () => Promise<boolean>) =>
  async (error: unknown): Promise<undefined> => {
    if (isNamed(error, gone)) return undefined;
    if (!isNamed(error, 'AccessDeniedException') || (await isListed())) throw error;
    return undefined;
  };
