import type { AwsService } from '../endpoint/service.ts';
import { RecentlyUsed } from '../kernel/recentlyUsed.ts';
import type { Collection, Store } from '../kernel/store.ts';
import type { ManagedPolicy } from './managedPolicy.ts';
import { managedPoliciesIn } from './managedPolicyStore.ts';
import { compilePolicy, type Policy } from './policy/policy.ts';
import { type PolicyUse, readPolicy } from './policyDocument.ts';
import { rolesIn, type StoredRole } from './roleStore.ts';

/** What a role may, and what conditions can ask about it. */
export type RoleRights = {
  arn: string;
  id: string;
  tags: Readonly<Record<string, string>>;
  identity: readonly Policy[];
};

/** Policies are few; a caller who names resources that do not exist must not fill the memory. */
const MOST_KEPT = 1000;

class Kept<T> {
  #values = new Map<string, T>();
  #generation = 0;

  /** What is loaded while `forget` is called is not kept: it may be of before. */
  async get(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const generation = this.#generation;
    const value = await load();
    if (generation === this.#generation) this.#keep(key, value);
    return value;
  }

  forget(): void {
    this.#generation += 1;
    this.#values = new Map();
  }

  #keep(key: string, value: T): void {
    if (this.#values.size >= MOST_KEPT) this.#values = new Map();
    this.#values.set(key, value);
  }
}

/** Compiled policies by their texts: every engine of a process reads much the same ones. */
const compiled = new RecentlyUsed<Policy>(MOST_KEPT);

const read = (name: string, text: string, use: PolicyUse): Policy =>
  compiled.computed(`${use}\n${name}\n${text}`, () => compilePolicy(name, readPolicy(text, use)));

/** Every policy of an engine, compiled and kept until `forget`. */
export class PolicySource {
  readonly #stored: Collection<StoredRole>;
  readonly #managedPolicies: Collection<ManagedPolicy>;
  readonly #services: ReadonlyMap<string, AwsService>;
  readonly #roles = new Kept<RoleRights | null>();
  readonly #resources = new Kept<Policy | null>();
  readonly #sessions = new Kept<Policy>();

  constructor(store: Store, services: ReadonlyMap<string, AwsService>) {
    this.#stored = rolesIn(store);
    this.#managedPolicies = managedPoliciesIn(store);
    this.#services = services;
  }

  /** Null when there is no such role. */
  role(name: string): Promise<RoleRights | null> {
    return this.#roles.get(name, async () => {
      const role = await this.#stored.get(name);
      return role ? this.#rights(role) : null;
    });
  }

  /** The policy that hangs on a resource of a service, null when none does. */
  resource(service: string, resource: string): Promise<Policy | null> {
    return this.#resources.get(`${service} ${resource}`, async () => {
      const text = await this.#services.get(service)?.access?.resourcePolicy?.(resource);
      if (text === undefined) return null;
      return read(resource, text, service === 'sts' ? 'trust' : 'resource');
    });
  }

  session(text: string): Promise<Policy> {
    return this.#sessions.get(text, async () => read('session policy', text, 'identity'));
  }

  forget(): void {
    this.#roles.forget();
    this.#resources.forget();
  }

  async #rights({ arn, id, tags, inlinePolicies, attachedPolicies }: StoredRole) {
    const inline = Object.entries(inlinePolicies).map(([name, text]) =>
      read(name, text, 'identity'),
    );
    const attached = await Promise.all(attachedPolicies.map((policy) => this.#managed(policy)));
    return {
      arn,
      id,
      tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
      identity: [...inline, ...attached.flat()],
    };
  }

  async #managed(arn: string): Promise<Policy[]> {
    const policy = await this.#managedPolicies.get(arn);
    const version = policy?.versions.find(({ id }) => id === policy.defaultVersion);
    return version ? [read(arn, version.document, 'identity')] : [];
  }
}
