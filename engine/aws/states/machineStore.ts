import { createHash } from 'node:crypto';
import { z } from 'zod';
import { RecentlyUsed } from '../../kernel/recentlyUsed.ts';
import type { Store } from '../../kernel/store.ts';
import type { Machine } from './definition/aslSchema.ts';
import { parseDefinition } from './definition/definition.ts';
import { StateMachine } from './records.ts';

const PARSED_AT_MOST = 50;

/** Parsed definitions by their texts. */
const parsed = new RecentlyUsed<Machine>(PARSED_AT_MOST);

/** Names a definition by its text, so that every revision is stored once. */
export const definitionIdOf = (definition: string): string =>
  createHash('sha256').update(definition).digest('hex');

/** State machines, and every definition that one of them ever had. */
export class MachineStore {
  readonly #store: Store;
  readonly #machines;
  readonly #definitions;

  constructor(store: Store) {
    this.#store = store;
    this.#machines = store.collection('states.stateMachines', StateMachine);
    this.#definitions = store.collection('states.definitions', z.string());
  }

  find(arn: string): Promise<StateMachine | undefined> {
    return this.#machines.get(arn);
  }

  /** In the order of their ARNs. */
  list(page: { after?: string; limit: number }) {
    return this.#machines.list(page);
  }

  put(machine: StateMachine): Promise<void> {
    return this.#store.batch([
      this.#machines.putting(machine.stateMachineArn, machine),
      this.#definitions.putting(machine.definitionId, machine.definition),
    ]);
  }

  delete(arn: string): Promise<void> {
    return this.#machines.delete(arn);
  }

  /** The text of a definition that a machine has or had. */
  async definition(id: string): Promise<string> {
    const text = await this.#definitions.get(id);
    if (text === undefined) throw new Error(`no definition ${id}`);
    return text;
  }

  /** The same, parsed; a bounded number of them is kept. */
  async parsed(id: string): Promise<Machine> {
    const text = await this.definition(id);
    return parsed.computed(text, () => parseDefinition(text));
  }
}
