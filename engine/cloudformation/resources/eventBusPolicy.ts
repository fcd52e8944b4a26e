import { z } from 'zod';
import { JsonValue } from '../../kernel/json.ts';
import { given } from '../properties.ts';
import type { Actions, ResourceContext } from '../provider.ts';

/** The properties of AWS::Events::EventBusPolicy: one statement of a bus's policy. */
export const EventBusPolicy = z.strictObject({
  StatementId: z.string(),
  EventBusName: z.string().default('default'),
  Statement: z.record(z.string(), JsonValue).optional(),
  Action: given,
  Principal: given,
  Condition: given,
});
type EventBusPolicy = z.infer<typeof EventBusPolicy>;

const Document = z.object({
  Version: z.string().default('2012-10-17'),
  Statement: z.array(z.record(z.string(), JsonValue)).default([]),
});

const read = async (bus: string, { call }: ResourceContext) => {
  const { Policy } = await call('events', 'DescribeEventBus', { Name: bus });
  return Document.parse(typeof Policy === 'string' ? JSON.parse(Policy) : {});
};

const putStatement = async (properties: EventBusPolicy, context: ResourceContext) => {
  const { StatementId: Sid, EventBusName, Statement } = properties;
  const { Version, Statement: present } = await read(EventBusName, context);
  const others = present.filter((statement) => statement['Sid'] !== Sid);
  const Policy = JSON.stringify({ Version, Statement: [...others, { Sid, ...Statement }] });
  await context.call('events', 'PutPermission', { EventBusName, Policy });
};

const putPermission = async (properties: EventBusPolicy, { call }: ResourceContext) => {
  const { StatementId, EventBusName, Action, Principal, Condition } = properties;
  await call('events', 'PutPermission', {
    StatementId,
    EventBusName,
    ...(Action !== undefined && { Action }),
    ...(Principal !== undefined && { Principal }),
    ...(Condition !== undefined && { Condition }),
  });
};

/** PutPermission replaces a whole policy, so the bus's other statements are kept by reading first. */
export const busPolicy: Actions<EventBusPolicy> = {
  async create(properties, context) {
    const put = properties.Statement ? putStatement : putPermission;
    await put(properties, context);
    return { physicalId: properties.StatementId, attributes: {} };
  },
  update: (properties, _existing, context) => busPolicy.create(properties, context),
  async delete({ properties }, { call }) {
    const { StatementId, EventBusName } = properties;
    await call('events', 'RemovePermission', { StatementId, EventBusName });
  },
};
