import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import { type Operation, operation } from '../../endpoint/service.ts';
import { stateMachineArn } from './arns.ts';
import type { MachineStore } from './machineStore.ts';
import type { StateMachine } from './records.ts';

const ByArn = z.object({ resourceArn: z.string() });
const Tag = z.object({
  resourceArn: z.string(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
});
const Untag = z.object({ resourceArn: z.string(), tagKeys: z.array(z.string()) });

const tagged = async (machines: MachineStore, arn: string): Promise<StateMachine> => {
  const machine = await machines.find(stateMachineArn(arn));
  if (machine) return machine;
  throw new AwsError('ResourceNotFound', `Resource not found: '${arn}'`);
};

/** Tags of state machines. */
export const tagOperations = (machines: MachineStore): Record<string, Operation> => ({
  ListTagsForResource: operation(ByArn, async ({ resourceArn }) => ({
    tags: (await tagged(machines, resourceArn)).tags,
  })),
  TagResource: operation(Tag, async ({ resourceArn, tags }) => {
    const machine = await tagged(machines, resourceArn);
    const all = new Map([...machine.tags, ...tags].map((tag) => [tag.key, tag]));
    await machines.put({ ...machine, tags: [...all.values()] });
    return {};
  }),
  UntagResource: operation(Untag, async ({ resourceArn, tagKeys }) => {
    const machine = await tagged(machines, resourceArn);
    const tags = machine.tags.filter(({ key }) => !tagKeys.includes(key));
    await machines.put({ ...machine, tags });
    return {};
  }),
});
