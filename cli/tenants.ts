import type { Command } from 'commander';
import { z } from 'zod';
import { agree, agreeAnywhere, type ConsentOptions, withConsent } from './consent.ts';
import { Erasure, printErasure } from './erasureView.ts';
import { examples } from './examples.ts';
import { graceDays, positive } from './numbers.ts';
import { listed, noteMore } from './pages.ts';
import { connected, type Session, type TargetOptions, withTarget } from './session.ts';
import { ListedTenant, printStanding, printTenant, printTenants, Tenant } from './tenantViews.ts';

type ListOptions = TargetOptions & { limit: number };
type DeactivateOptions = TargetOptions & { reason: string };
type OffboardOptions = TargetOptions & ConsentOptions & { confirm: string; graceDays?: number };

const Tenants = z.object({ tenants: z.array(ListedTenant) }).transform(({ tenants }) => tenants);

const pathOf = (tenantId: string, below = ''): string =>
  `tenants/${encodeURIComponent(tenantId)}${below}`;

const list = async (session: Session, options: ListOptions) => {
  const to = await connected(session, options);
  const { entries, more } = await listed(to, { path: 'tenants', entries: Tenants }, options.limit);
  if (to.json) to.terminal.json(entries);
  else printTenants(to.terminal, entries);
  noteMore(to, more, entries.length);
};

const show = async (session: Session, tenantId: string, options: TargetOptions) => {
  const to = await connected(session, options);
  const tenant = Tenant.parse(await to.api.asOperator('GET', pathOf(tenantId), {}));
  if (to.json) to.terminal.json(tenant);
  else printTenant(to, tenant);
};

type Change = {
  method: string;
  below: string;
  /** What is asked about before, as it takes something away. */
  asks?: string;
};

/** Makes one change of a tenant, and prints how it stands then. */
const change =
  (session: Session, { method, below, asks }: Change) =>
  async (
    tenantId: string,
    options: TargetOptions & ConsentOptions & Partial<Pick<DeactivateOptions, 'reason'>>,
  ): Promise<void> => {
    const to = await connected(session, options);
    if (asks !== undefined) await agree(to, options, `${asks} ${tenantId}`);
    const { reason } = options;
    const request = reason === undefined ? {} : { body: { reason } };
    printStanding(to, await to.api.asOperator(method, pathOf(tenantId, below), request));
  };

/** Has a tenant leave, and says until when that can be taken back. */
const offboard = async (session: Session, tenantId: string, options: OffboardOptions) => {
  const to = await connected(session, options);
  const { confirm, graceDays: days } = options;
  const when = days === 0 ? 'at once, for good' : 'after the time of grace, for good';
  await agreeAnywhere(to, options, `erasing all that ${confirm} (${tenantId}) has ${when},`);
  const body = { confirm, graceDays: days };
  printStanding(to, await to.api.asOperator('DELETE', pathOf(tenantId), { body }));
  to.terminal.note(`until then it can be taken back: npx onboard tenants activate ${tenantId}`);
};

const showErasure = async (session: Session, tenantId: string, options: TargetOptions) => {
  const to = await connected(session, options);
  const erasure = Erasure.parse(await to.api.asOperator('GET', pathOf(tenantId, '/erasure'), {}));
  if (to.json) to.terminal.json(erasure);
  else printErasure(to, erasure);
};

const addList = (tenants: Command, session: Session) =>
  withTarget(tenants.command('list', { isDefault: true }))
    .summary('list the tenants')
    .description('Lists the tenants that have a route: active ones, and those switched off.')
    .option('--limit <n>', 'how many at most', positive, 100)
    .action((options: ListOptions) => list(session, options));

const addStatus = (tenants: Command, session: Session) => {
  withConsent(withTarget(tenants.command('deactivate')))
    .summary('switch a tenant off')
    .description(
      'Switches a tenant off: within a minute none of its people gets in, and nobody signs in. All that it has stays.',
    )
    .argument('<tenantId>')
    .requiredOption('--reason <text>', 'why: it is kept, and told to subscribers')
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard tenants deactivate t01m808h7e0jqnr1st4whermjnc --reason "invoice 4711 is overdue"`,
    )
    .action(change(session, { method: 'POST', below: '/deactivate', asks: 'switching off' }));
  withTarget(tenants.command('activate'))
    .summary('switch a tenant on again')
    .description('Switches a tenant on again, within a minute.')
    .argument('<tenantId>')
    .action(change(session, { method: 'POST', below: '/activate' }));
};

const addOffboard = (tenants: Command, session: Session) =>
  withTarget(tenants.command('offboard'))
    .summary('have a tenant leave: all that it has is erased')
    .description(
      'Has a tenant leave. Until the time of grace is over its people get in as before, and `tenants activate` takes it back; then all that it has is erased, and nothing brings it back. Done again, it moves the time.',
    )
    .argument('<tenantId>')
    .requiredOption('--confirm <name>', 'the tenant’s name, so that no other is meant')
    .option('--grace-days <n>', 'how many days from now, 0 to 90; 30 where not given', graceDays)
    .option('--yes', 'do not ask, on a local run either')
    .addHelpText(
      'after',
      examples(
        'tenants offboard t01m808h7e0jqnr1st4whermjnc --confirm "Acme Two"',
        'tenants offboard t01m808h7e0jqnr1st4whermjnc --confirm "Acme Two" --grace-days 7',
      ),
    )
    .action((tenantId: string, options: OffboardOptions) => offboard(session, tenantId, options));

const addErasure = (tenants: Command, session: Session) =>
  withTarget(tenants.command('erasure'))
    .summary('show the receipt of a tenant that has left')
    .description(
      'Shows what was erased of a tenant that has left, who has said so, and which copies are gone when.',
    )
    .argument('<tenantId>')
    .addHelpText('after', examples('tenants erasure t01m808h7e0jqnr1st4whermjnc --json'))
    .action((tenantId: string, options: TargetOptions) => showErasure(session, tenantId, options));

const addProtection = (tenants: Command, session: Session) => {
  withTarget(tenants.command('protect'))
    .description('Protects a tenant from being removed.')
    .argument('<tenantId>')
    .action(change(session, { method: 'PUT', below: '/protection' }));
  withConsent(withTarget(tenants.command('unprotect')))
    .description('Lifts the protection of a tenant.')
    .argument('<tenantId>')
    .action(change(session, { method: 'DELETE', below: '/protection', asks: 'unprotecting' }));
};

/** `tenants`, alone or with what is done to one of them. */
export const addTenants = (program: Command, session: Session) => {
  const tenants = program
    .command('tenants')
    .summary('list, show, deactivate, activate, offboard, erasure, protect, unprotect')
    .description('Tenants that stand: lists them, shows one, switches it off and on, has it leave.')
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard tenants
  $ npx onboard tenants --limit 5000 --json | jq -r '.[].tenantId'
  $ npx onboard tenants show t01m808h7e0jqnr1st4whermjnc`,
    );
  addList(tenants, session);
  withTarget(tenants.command('show'))
    .description('Shows a tenant: how it stands, where it is placed, how it is reached.')
    .argument('<tenantId>')
    .action((tenantId: string, options: TargetOptions) => show(session, tenantId, options));
  addStatus(tenants, session);
  addOffboard(tenants, session);
  addErasure(tenants, session);
  addProtection(tenants, session);
};
