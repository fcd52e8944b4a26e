import type { Access, Permission } from '../iam/access.ts';
import { callerKeys, environmentKeys, type Keys, serviceKeys } from '../iam/callerKeys.ts';
import { ContextKeys } from '../iam/policy/contextKeys.ts';
import { decide, type Verdict } from '../iam/policy/decide.ts';
import type { Policy } from '../iam/policy/policy.ts';
import type { Subject } from '../iam/policy/principalElement.ts';
import { PolicySource, type RoleRights } from '../iam/policySource.ts';
import { principalArn } from '../iam/principalArn.ts';
import { refused } from '../iam/refusal.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Store } from '../kernel/store.ts';
import type { AwsCall, Principal } from './call.ts';
import { AwsError } from './errors.ts';
import type { AwsService } from './service.ts';

/** What was decided about one permission that a call of a role or a service needed. */
export type Decision = Readonly<{
  call: AwsCall;
  permission: Permission;
  verdict: Verdict;
}>;

/** What authorization stands on. `services` may still be filled while nothing is called. */
export type AuthorizerParts = Readonly<{
  store: Store;
  clock: Clock;
  accountId: string;
  region: string;
  services: ReadonlyMap<string, AwsService>;
  onDecision?: ((decision: Decision) => void) | undefined;
}>;

/** A caller whom policies have something to say about, with all that they can ask about it. */
type Judged = {
  subject: Subject;
  keys: () => Keys;
  identity: readonly Policy[];
  session: Policy | undefined;
};

const NEED_TRUST = new Set(['sts:AssumeRole', 'sts:TagSession']);

const anonymousRefused = (): AwsError =>
  new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', {
    status: 403,
  });

const unmapped = (call: AwsCall): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `the local engine does not know which permission ${call.service}:${call.operation} needs: only the account's root may call it`,
    { status: 403 },
  );

/**
 * The one place that decides whether a call may act. Every call passes here, whatever its
 * transport: SDK clients over HTTP, functions, state machines, rules.
 */
export class Authorizer {
  readonly #parts: AuthorizerParts;
  readonly #policies: PolicySource;

  constructor(parts: AuthorizerParts) {
    this.#parts = parts;
    this.#policies = new PolicySource(parts.store, parts.services);
  }

  /** Throws what AWS answers to a call that its caller may not make. Root may make every call. */
  async authorize(call: AwsCall, service: AwsService): Promise<void> {
    const { principal, operation } = call;
    if (principal.kind === 'root') return;
    // These take a password or a token as proof, and ask no policy: not even of who has signed.
    if (service.publicOperations?.includes(operation)) return;
    if (principal.kind === 'anonymous') throw anonymousRefused();
    await this.#checkPolicies(call, service.access);
  }

  /** To be told of every call that acted: afterwards the policies may be others. */
  acted(call: AwsCall, service: AwsService): void {
    if (service.access?.policyWrites?.includes(call.operation)) this.#policies.forget();
  }

  async #checkPolicies(call: AwsCall, access: Access | undefined): Promise<void> {
    const of = access && Object.hasOwn(access.permissions, call.operation);
    const permissionsOf = of ? access.permissions[call.operation] : undefined;
    if (!access || !permissionsOf) throw unmapped(call);
    await this.#checkTrust(call);
    const caller = await this.#judged(call.principal);
    for (const permission of await permissionsOf(call.input, call.principal)) {
      const verdict = await this.#verdict(caller, permission);
      this.#parts.onDecision?.({ call, permission, verdict });
      if (verdict.allowed) continue;
      throw refused(principalArn(call.principal), permission, { verdict, as: access.refusal });
    }
  }

  /** A service that acts as a role must be trusted by it. */
  async #checkTrust(call: AwsCall): Promise<void> {
    const { principal } = call;
    if (principal.kind !== 'role' || !principal.assumedBy) return;
    const { roleArn, service, sourceArn } = principal.assumedBy;
    const permission = { action: 'sts:AssumeRole', resource: roleArn };
    const keys = () => serviceKeys(service, sourceArn);
    const caller: Judged = {
      subject: { kind: 'service', service },
      keys,
      identity: [],
      session: undefined,
    };
    const verdict = await this.#verdict(caller, permission);
    this.#parts.onDecision?.({ call, permission, verdict });
    if (verdict.allowed) return;
    throw refused(service, permission, { verdict, as: { code: 'AccessDenied', status: 403 } });
  }

  async #judged(principal: Principal): Promise<Judged> {
    if (principal.kind !== 'role') {
      const service = principal.kind === 'service' ? principal.service : '';
      const keys = () => callerKeys(principal, null);
      return { subject: { kind: 'service', service }, keys, identity: [], session: undefined };
    }
    const role = await this.#policies.role(principal.roleName);
    return {
      subject: this.#roleSubject(principal, role),
      keys: () => callerKeys(principal, role),
      identity: role?.identity ?? [],
      session:
        principal.sessionPolicy === undefined
          ? undefined
          : await this.#policies.session(principal.sessionPolicy),
    };
  }

  #roleSubject(principal: Principal & { kind: 'role' }, role: RoleRights | null): Subject {
    const sessionArn = principalArn(principal);
    return { kind: 'role', accountId: principal.accountId, roleArn: role?.arn ?? '', sessionArn };
  }

  async #verdict(caller: Judged, permission: Permission): Promise<Verdict> {
    const { action, resource } = permission;
    const [service = ''] = action.split(':');
    const policy = (await this.#policies.resource(service, resource)) ?? undefined;
    const { identity, session, subject } = caller;
    const policies = [...identity, session, policy];
    const readsTags = policies.some((one) => one?.readsResourceTags);
    const { clock, region, accountId } = this.#parts;
    const keys = new ContextKeys(
      () => environmentKeys(clock.now(), region, accountId),
      caller.keys,
      readsTags ? await this.#resourceTags(service, resource) : {},
      permission.keys ?? {},
    );
    const isTrust = NEED_TRUST.has(action);
    return decide(
      { action, resource, keys, subject },
      { identity, session, resource: policy, isTrust },
    );
  }

  async #resourceTags(service: string, resource: string): Promise<Record<string, string>> {
    const tags = await this.#parts.services.get(service)?.access?.resourceTags?.(resource);
    return Object.fromEntries(
      Object.entries(tags ?? {}).map(([name, value]) => [`aws:ResourceTag/${name}`, value]),
    );
  }
}
