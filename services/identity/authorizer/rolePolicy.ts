const segmentsOf = (route: string): string[] => route.split('/');

/** What is called by which method, e.g. `GET/users`, where routes with a `*` lie below it. */
const openCollections = (all: readonly string[]): string[] => {
  const open = all.filter((route) => route.includes('*'));
  return [...new Set(open.map((route) => segmentsOf(route).slice(0, 2).join('/')))];
};

/**
 * What IAM takes routes below a collection for beside what they mean, because its `*` crosses slashes and
 * may be empty: all that lies deeper than the deepest of them, and the collection itself, spelled with a
 * slash at its end.
 */
const overshoot = (collection: string, all: readonly string[]): string[] => {
  const below = all.filter((route) => route.startsWith(`${collection}/`));
  const deepest = Math.max(...below.map((route) => segmentsOf(route).length - 2));
  const deeper = `${collection}${'/*'.repeat(deepest + 1)}`;
  return all.includes(collection) ? [deeper] : [deeper, `${collection}/`];
};

const stageOf = (methodArn: string): string => methodArn.split('/').slice(0, 2).join('/');

const statement = (Effect: 'Allow' | 'Deny', methodArn: string, ends: readonly string[]) => ({
  Effect,
  Action: 'execute-api:Invoke',
  Resource: ends.map((end) => `${stageOf(methodArn)}/${end}`),
});

const policy = (...Statement: readonly ReturnType<typeof statement>[]) => ({
  Version: '2012-10-17',
  Statement,
});

/**
 * The policy of a role, which may call these routes, on one API stage; the paths of the two APIs differ, so
 * it serves both. It covers every route, not just the one that is being called, because API Gateway caches
 * it for the token. Methods are spelled out: a `*` in their place would take in part of a path too.
 */
export const rolePolicy = (all: readonly string[], methodArn: string) => {
  const refused = openCollections(all).flatMap((collection) => overshoot(collection, all));
  return policy(statement('Allow', methodArn, all), statement('Deny', methodArn, refused));
};

/** Refuses everything on this API. */
export const denyAll = (methodArn: string) => policy(statement('Deny', methodArn, ['*']));
