import { z } from 'zod';
import type { Principal } from '../../endpoint/call.ts';
import {
  type Access,
  forEach,
  type Permission,
  type PermissionsOf,
  passRole,
  permissions,
  requestTags,
} from '../../iam/access.ts';
import type { Parts } from './parts.ts';
import { taggedBy } from './tagOperations.ts';
import { Tags, tagMap } from './tags.ts';

const EVENTS = 'events.amazonaws.com';

const OfBus = z.looseObject({ Name: z.string().optional(), Tags: Tags.default([]) });
const OfRule = z.looseObject({ Name: z.string(), EventBusName: z.string().optional() });
const NewRule = OfRule.extend({
  EventPattern: z.string().optional(),
  RoleArn: z.string().optional(),
  Tags: Tags.default([]),
});
const OfTargets = z.looseObject({
  Rule: z.string(),
  EventBusName: z.string().optional(),
  Targets: z.array(z.looseObject({ Arn: z.string(), RoleArn: z.string().optional() })).default([]),
});
const PutEvents = z.looseObject({
  Entries: z.array(
    z.looseObject({
      EventBusName: z.string().optional(),
      Source: z.string().optional(),
      DetailType: z.string().optional(),
    }),
  ),
});
const Tagged = z.looseObject({
  ResourceARN: z.string(),
  Tags: Tags.default([]),
  TagKeys: z.array(z.string()).optional(),
});

const OfArchive = z.looseObject({ ArchiveName: z.string(), EventSourceArn: z.string().optional() });
const OfReplay = z.looseObject({ ReplayName: z.string() });
const NewReplay = OfReplay.extend({
  EventSourceArn: z.string(),
  Destination: z.looseObject({ Arn: z.string() }),
});

const Pattern = z.looseObject({
  source: z.array(z.unknown()).default([]),
  'detail-type': z.array(z.unknown()).default([]),
});

const texts = (values: readonly unknown[]): string[] =>
  values.filter((value) => typeof value === 'string');

/** What a rule would listen to, as far as its pattern names it by plain texts. */
const patternKeys = (pattern: string | undefined) => {
  const { data } = Pattern.safeParse(pattern === undefined ? {} : JSON.parse(pattern));
  return {
    'events:source': texts(data?.source ?? []),
    'events:detail-type': texts(data?.['detail-type'] ?? []),
  };
};

const busArn = ({ buses }: Parts, name: string | undefined): string =>
  buses.arnOf(buses.nameOf(name));

const ruleArn = ({ rules, buses }: Parts, name: string, bus: string | undefined): string =>
  rules.arnOf({ bus: buses.nameOf(bus), name });

const onBus = (parts: Parts, operation: string): PermissionsOf =>
  permissions(OfBus, ({ Name, Tags: tags }) => {
    const asked = { resource: busArn(parts, Name), keys: requestTags(tagMap(tags)) };
    const tag = { action: 'events:TagResource', ...asked };
    return [{ action: `events:${operation}`, ...asked }, ...(tags.length > 0 ? [tag] : [])];
  });

const onRule = (parts: Parts, operation: string): PermissionsOf =>
  permissions(OfRule, ({ Name, EventBusName }) => [
    { action: `events:${operation}`, resource: ruleArn(parts, Name, EventBusName) },
  ]);

const putRule = (parts: Parts): PermissionsOf =>
  permissions(NewRule, (input) => {
    const resource = ruleArn(parts, input.Name, input.EventBusName);
    const tags = requestTags(tagMap(input.Tags));
    const keys = { ...tags, ...patternKeys(input.EventPattern) };
    const tag = { action: 'events:TagResource', resource, keys: tags };
    return [
      { action: 'events:PutRule', resource, keys },
      ...(input.Tags.length > 0 ? [tag] : []),
      ...passRole(EVENTS, input.RoleArn),
    ];
  });

const onTargets = (parts: Parts, operation: string): PermissionsOf =>
  permissions(OfTargets, ({ Rule, EventBusName, Targets }) => [
    {
      action: `events:${operation}`,
      resource: ruleArn(parts, Rule, EventBusName),
      keys: { 'events:TargetArn': Targets.map(({ Arn }) => Arn) },
    },
    ...Targets.flatMap(({ RoleArn }) => passRole(EVENTS, RoleArn)),
  ]);

type Entries = z.infer<typeof PutEvents>['Entries'];

/** A key of several values, as AWS has it of a batch; of a single entry it is a plain text. */
const batched = (values: readonly (string | undefined)[]) => {
  const given = texts(values);
  return values.length === 1 ? given[0] : given;
};

/** `events:detail.…` is not among them: AWS has those keys for PutRule alone. */
const entryKeys = (entries: Entries, caller: Principal) => ({
  'events:source': batched(entries.map(({ Source }) => Source)),
  'events:detail-type': batched(entries.map(({ DetailType }) => DetailType)),
  'events:eventBusInvocation': String(forwards(caller)),
});

/** Whether a rule sends an event on to another bus, rather than somebody who publishes it. */
const forwards = (caller: Principal): boolean =>
  caller.kind === 'role' && caller.assumedBy?.service === EVENTS;

/**
 * AWS judges a batch by the sources and types of all its entries together. What it does not say is
 * whether a policy that holds of the whole may fail for a part, so each entry is judged by itself as
 * well. One that is refused refuses all.
 */
const putEvents = (parts: Parts): PermissionsOf =>
  permissions(PutEvents, ({ Entries: entries }, caller) => {
    const buses = new Set(entries.map(({ EventBusName }) => busArn(parts, EventBusName)));
    const action = 'events:PutEvents';
    const all = [...buses].map((resource) => ({ resource, of: entries }));
    const each = entries.map((entry) => ({
      resource: busArn(parts, entry.EventBusName),
      of: [entry],
    }));
    return (entries.length > 1 ? [...all, ...each] : each).map(
      ({ resource, of }): Permission => ({ action, resource, keys: entryKeys(of, caller) }),
    );
  });

const onTags = (operation: string): PermissionsOf =>
  permissions(Tagged, ({ ResourceARN, Tags: tags, TagKeys }) => [
    {
      action: `events:${operation}`,
      resource: ResourceARN,
      keys: requestTags(tagMap(tags), TagKeys),
    },
  ]);

const onArchive = (parts: Parts, operation: string): PermissionsOf =>
  permissions(OfArchive, ({ ArchiveName }) => [
    { action: `events:${operation}`, resource: parts.archives.arnOf(ArchiveName) },
  ]);

/** The archive must be allowed, and the bus that it is made of. */
const createArchive = (parts: Parts): PermissionsOf =>
  permissions(OfArchive, ({ ArchiveName, EventSourceArn }) => [
    { action: 'events:CreateArchive', resource: parts.archives.arnOf(ArchiveName) },
    { action: 'events:CreateArchive', resource: busArn(parts, EventSourceArn) },
  ]);

const onReplay = (parts: Parts, operation: string): PermissionsOf =>
  permissions(OfReplay, ({ ReplayName }) => [
    { action: `events:${operation}`, resource: parts.replays.arnOf(ReplayName) },
  ]);

/** The replay must be allowed, the archive that it reads and the bus that it sends to. */
const startReplay = (parts: Parts): PermissionsOf =>
  permissions(NewReplay, ({ ReplayName, EventSourceArn, Destination }) =>
    [parts.replays.arnOf(ReplayName), EventSourceArn, busArn(parts, Destination.Arn)].map(
      (resource) => ({ action: 'events:StartReplay', resource }),
    ),
  );

const anywhere =
  (operation: string): PermissionsOf =>
  () => [{ action: `events:${operation}`, resource: '*' }];

const BUS = ['CreateEventBus', 'DescribeEventBus', 'DeleteEventBus'];
const RULE = ['DescribeRule', 'DeleteRule', 'EnableRule', 'DisableRule'];
const TARGETS = ['PutTargets', 'RemoveTargets', 'ListTargetsByRule'];
const TAGS = ['TagResource', 'UntagResource', 'ListTagsForResource'];
const ARCHIVE = ['DescribeArchive', 'UpdateArchive', 'DeleteArchive'];
const REPLAY = ['DescribeReplay', 'CancelReplay'];
const ANYWHERE = [
  'ListArchives',
  'ListReplays',
  'ListEventBuses',
  'ListRules',
  'ListRuleNamesByTarget',
  'PutPermission',
  'RemovePermission',
  'TestEventPattern',
];

/** What EventBridge's operations need, and buses' own policies. */
export const eventsAccess = (parts: Parts): Access => ({
  refusal: { code: 'AccessDeniedException', status: 400 },
  permissions: {
    ...forEach(BUS, (operation) => onBus(parts, operation)),
    ...forEach(RULE, (operation) => onRule(parts, operation)),
    ...forEach(TARGETS, (operation) => onTargets(parts, operation)),
    ...forEach(TAGS, onTags),
    ...forEach(ARCHIVE, (operation) => onArchive(parts, operation)),
    ...forEach(REPLAY, (operation) => onReplay(parts, operation)),
    ...forEach(ANYWHERE, anywhere),
    CreateArchive: createArchive(parts),
    StartReplay: startReplay(parts),
    PutRule: putRule(parts),
    PutEvents: putEvents(parts),
  },
  policyWrites: ['PutPermission', 'RemovePermission', 'DeleteEventBus'],
  async resourcePolicy(resource) {
    if (!resource.includes(':event-bus/')) return undefined;
    return (await parts.buses.find(resource))?.policy;
  },
  resourceTags: (resource) => taggedBy(parts, resource).read(),
});
