import { z } from 'zod';

/**
 * A change of the state machine: a task that does nothing, one that is not tried again, one that is caught; a
 * choice that is left out, by what its condition says.
 */
export const Weakening = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('skip'), state: z.string() }),
  z.object({ kind: z.literal('once'), state: z.string() }),
  z.object({ kind: z.literal('catch'), state: z.string(), next: z.string() }),
  z.object({ kind: z.literal('ignore'), state: z.string(), condition: z.string() }),
]);
export type Weakening = z.infer<typeof Weakening>;

const State = z.record(z.string(), z.unknown());
const Definition = z.looseObject({ States: z.record(z.string(), State) });

const CAUGHT =
  "{% $merge([$states.input, {'failure': {'step': 'WriteRoute', 'error': $states.errorOutput}, 'undone': [], 'stuck': []}]) %}";

const Choices = z.array(z.looseObject({ Condition: z.string() }));

const without = (state: z.infer<typeof State>, condition: string) => {
  const all = Choices.parse(state['Choices']);
  const kept = all.filter((choice) => !choice.Condition.includes(condition));
  if (kept.length === all.length) throw new Error(`no choice says ${condition}`);
  return { ...state, Choices: kept };
};

const changed = (state: z.infer<typeof State>, weakening: Weakening) => {
  if (weakening.kind === 'ignore') return without(state, weakening.condition);
  const { Retry: _, Catch: __, ...rest } = state;
  if (weakening.kind === 'skip')
    return { Type: 'Pass', Output: rest['Output'], Next: rest['Next'] };
  if (weakening.kind === 'once') return { ...rest, Catch: state['Catch'] };
  const caught = { ErrorEquals: ['States.ALL'], Output: CAUGHT, Next: weakening.next };
  return { ...rest, Retry: [], Catch: [caught] };
};

/** A state machine's definition with these changes, as JSON text; as it is where it has none of their states. */
export const weakened = (text: string, weakenings: readonly Weakening[]): string => {
  const definition = Definition.parse(JSON.parse(text));
  if (!weakenings.some(({ state }) => state in definition.States)) return text;
  for (const weakening of weakenings) {
    const state = definition.States[weakening.state];
    if (!state) throw new Error(`the state machine has no state ${weakening.state}`);
    definition.States[weakening.state] = changed(state, weakening);
  }
  return JSON.stringify(definition);
};
