import { z } from 'zod';
import { type Json, JsonValue } from '../../../kernel/json.ts';
import { argumentsFailure, StateFailure } from '../run/stateFailure.ts';
import { awsFailure } from './awsFailure.ts';
import { asStateMachine, type Integration, type TaskCall } from './taskCall.ts';

const Arguments = z.strictObject({
  Entries: z.array(
    z.looseObject({ Detail: JsonValue.optional(), Resources: z.array(z.string()).optional() }),
  ),
});
type Entry = z.infer<typeof Arguments>['Entries'][number];

const Answer = z.looseObject({ FailedEntryCount: z.number() });

const text = (detail: Json): string =>
  typeof detail === 'string' ? detail : JSON.stringify(detail);

const filled = (entry: Entry, { execution }: TaskCall): Record<string, Json> =>
  z.record(z.string(), JsonValue).parse({
    ...entry,
    ...(entry.Detail !== undefined && { Detail: text(entry.Detail) }),
    Resources: [...(entry.Resources ?? []), execution.stateMachineArn, execution.executionArn],
  });

/**
 * `arn:aws:states:::events:putEvents`. A Detail may be JSON or its text; the machine's and the
 * execution's ARNs join each entry's Resources; one refused entry fails the whole task.
 */
export const putEvents: Integration = {
  resourceType: 'events',
  resource: 'putEvents',
  lost: 'EventBridge.InternalException',
  async run(task) {
    const args = Arguments.safeParse(task.args);
    if (!args.success) throw argumentsFailure(z.prettifyError(args.error));
    const input = { Entries: args.data.Entries.map((entry) => filled(entry, task)) };
    const principal = asStateMachine(task.execution);
    const answer = await task
      .call({ service: 'events', operation: 'PutEvents', input, principal })
      .catch((error: unknown) => {
        throw awsFailure(error, { prefix: 'EventBridge', unmodeled: 'EventBridgeException' });
      });
    if (Answer.parse(answer).FailedEntryCount > 0) {
      const cause = JSON.stringify(answer);
      throw new StateFailure({ error: 'EventBridge.FailedEntry', cause, verbatim: true });
    }
    return JsonValue.parse(answer);
  },
};
