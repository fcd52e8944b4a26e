import {
  and,
  anotherAnnouncement,
  anybodysClaim,
  edit,
  type Mutant,
  onboarding,
  shared,
  tenants,
} from './mutant.ts';

const ANYBODYS =
  "'attribute_not_exists(tenantId) OR attribute_exists(tenantId) OR writtenFor = :me'";
const EVEN_IN_USE = "'attribute_not_exists(tenantId) OR writtenFor = :me'";

const WRITE = 'Put: { TableName, ...unused(route.writtenFor), Item: route }';
const writeWhen = (condition: string) =>
  `Put: { TableName, ...unused(route.writtenFor), ConditionExpression: ${condition}, Item: route }`;
const REMOVE = 'const { ConditionExpression, ExpressionAttributeValues } = unused(owner);';
const removeWhen = (condition: string) =>
  `const { ExpressionAttributeValues } = unused(owner); const ConditionExpression = ${condition};`;

/** What a step meets is its own: it has claimed the tenant’s id, once and for ever. */
const steps: readonly Mutant[] = [
  edit('owner: a step takes another’s user pool', onboarding('createIdentity'), [
    '() => directory.findUserPools(tenantId),',
    'async () => (await directory.findUserPools(tenantId)).map((it) => ({ ...it, owner: eventId })),',
  ]),
  edit('owner: a step takes another’s app client', onboarding('createIdentity'), [
    '() => directory.findAppClients(userPoolId, tenantId),',
    'async () => (await directory.findAppClients(userPoolId, tenantId)).map((it) => ({ ...it, owner: eventId })),',
  ]),
  edit('owner: a step takes another’s table', onboarding('createDataStore'), [
    'if (table.owner !== eventId) {',
    "if (table.owner === '') {",
  ]),
  edit('owner: a route is written over whoever’s it is', shared('routingTable'), [
    WRITE,
    writeWhen(ANYBODYS),
  ]),
].map((mutant) => and(anybodysClaim, mutant));

/** Whose a resource is, wherever it is asked. */
export const ownershipMutants: readonly Mutant[] = [
  ...steps,
  edit('owner: an undo removes whoever’s it is', shared('ownership'), [
    'each.owner === owner;',
    "each.owner !== '';",
  ]),
  // A replay finds the route that its saga has written, and writes none.
  and(
    anotherAnnouncement,
    edit('owner: a route in use is written anew', shared('routingTable'), [
      WRITE,
      writeWhen(EVEN_IN_USE),
    ]),
  ),
  and(
    edit('owner: a route is looked at whoever’s it is', shared('routingTable'), [
      'if (route?.writtenFor !== owner) return;',
      'if (!route) return;',
    ]),
    edit('owner: a route is removed whoever’s it is', shared('routingTable'), [
      REMOVE,
      removeWhen(ANYBODYS),
    ]),
  ),
  edit('owner: a route in use is removed', shared('routingTable'), [
    REMOVE,
    removeWhen(EVEN_IN_USE),
  ]),
  edit('owner: anybody’s claim is released', tenants('claimTable'), [
    'new DeleteCommand({ ...whenMine(TableName, claim), Key: { pk } })',
    'new DeleteCommand({ TableName, Key: { pk } })',
  ]),
  edit('owner: a failed tenant’s id is given back', tenants('claimTable'), [
    'const { pk } = passingItem(claim);',
    'for (const { pk } of claimedItems(claim)) await documents.send(new DeleteCommand({ ...whenMine(TableName, claim), Key: { pk } })).catch(refused); const { pk } = passingItem(claim);',
  ]),
];
