import { Argument, type Command, Option } from 'commander';
import { z } from 'zod';
import { TenantRole } from '#events/fields.ts';
import { agree, type ConsentOptions, withConsent } from './consent.ts';
import { examples } from './examples.ts';
import { positive } from './numbers.ts';
import { listed, noteMore } from './pages.ts';
import { connected, type Session, type TargetOptions, withTarget } from './session.ts';
import { tenantOption } from './tenantOption.ts';
import { printUser, printUsers, User } from './userViews.ts';

type UserOptions = TargetOptions & { tenant: string };

const Users = z.object({ users: z.array(User) }).transform(({ users }) => users);

const USER = '1f0c6e58-70a1-4f6e-9f0a-52f0c1d5b7aa --tenant t01m808h7e0jqnr1st4whermjnc';

const pathOf = (username: string): string => `users/${encodeURIComponent(username)}`;

const withTenant = (command: Command): Command =>
  withTarget(command).addOption(tenantOption('whose user it is').makeOptionMandatory());

const list = async (session: Session, options: UserOptions & { limit: number }) => {
  const to = await connected(session, options);
  const query = { tenantId: options.tenant };
  const users = { path: 'users', entries: Users, query };
  const { entries, more } = await listed(to, users, options.limit);
  if (to.json) to.terminal.json(entries);
  else printUsers(to.terminal, entries);
  noteMore(to, more, entries.length);
};

const show = async (session: Session, username: string, options: UserOptions) => {
  const to = await connected(session, options);
  const query = { tenantId: options.tenant };
  printUser(to, await to.api.asOperator('GET', pathOf(username), { query }));
};

const invite = async (session: Session, email: string, options: UserOptions & { role: string }) => {
  const to = await connected(session, options);
  const { tenant: tenantId, role } = options;
  printUser(to, await to.api.asOperator('POST', 'users', { body: { email, role, tenantId } }));
};

type Change = { role?: string; enabled?: boolean };

const change = async (
  session: Session,
  { username, ...body }: Change & { username: string },
  options: UserOptions & ConsentOptions,
) => {
  const to = await connected(session, options);
  const { tenant: tenantId } = options;
  if (body.enabled === false) await agree(to, options, `disabling ${username} of ${tenantId}`);
  printUser(to, await to.api.asOperator('PUT', pathOf(username), { query: { tenantId }, body }));
};

const remove = async (
  session: Session,
  username: string,
  options: UserOptions & ConsentOptions,
): Promise<void> => {
  const to = await connected(session, options);
  const { tenant: tenantId } = options;
  await agree(to, options, `removing ${username} from ${tenantId}`);
  await to.api.asOperator('DELETE', pathOf(username), { query: { tenantId } });
  if (to.json) to.terminal.json({ username, tenantId, removed: true });
  else to.terminal.line(`${username} is no user of ${tenantId} any more`);
};

const addReading = (users: Command, session: Session) => {
  withTenant(users.command('list'))
    .summary('list the users of a tenant')
    .description('Lists the users of a tenant: who has signed in there, and who is invited.')
    .option('--limit <n>', 'how many at most', positive, 100)
    .addHelpText('after', examples('users list --tenant t01m808h7e0jqnr1st4whermjnc'))
    .action((options: UserOptions & { limit: number }) => list(session, options));
  withTenant(users.command('show'))
    .description('Shows a user, and until when its invitation is good.')
    .argument('<username>')
    .addHelpText('after', examples(`users show ${USER}`))
    .action((username: string, options: UserOptions) => show(session, username, options));
};

const addInvite = (users: Command, session: Session) =>
  withTenant(users.command('invite'))
    .summary('invite somebody')
    .description('Invites somebody to be a user of a tenant, by e-mail.')
    .argument('<email>')
    .addOption(
      new Option('--role <role>', 'what it may do')
        .choices(TenantRole.options)
        .default('TenantUser'),
    )
    .addHelpText(
      'after',
      examples(
        'users invite bob@acme.example --tenant t01m808h7e0jqnr1st4whermjnc --role TenantAdmin',
      ),
    )
    .action((email: string, options: UserOptions & { role: string }) =>
      invite(session, email, options),
    );

const addAccess = (users: Command, session: Session) => {
  withConsent(withTenant(users.command('disable')))
    .summary('let a user in no more')
    .description('Lets a user in no more. It stays one of the tenant, and can be let in again.')
    .argument('<username>')
    .addHelpText('after', examples(`users disable ${USER}`))
    .action((username: string, options: UserOptions & ConsentOptions) =>
      change(session, { username, enabled: false }, options),
    );
  withTenant(users.command('enable'))
    .description('Lets a user in again.')
    .argument('<username>')
    .addHelpText('after', examples(`users enable ${USER}`))
    .action((username: string, options: UserOptions) =>
      change(session, { username, enabled: true }, options),
    );
};

const addStanding = (users: Command, session: Session) => {
  withTenant(users.command('role'))
    .summary('change what a user may do')
    .description('Changes the role of a user. A tenant keeps at least one enabled TenantAdmin.')
    .argument('<username>')
    .addArgument(new Argument('<role>').choices(TenantRole.options))
    .addHelpText('after', examples(`users role ${USER.replace(' ', ' TenantAdmin ')}`))
    .action((username: string, role: string, options: UserOptions) =>
      change(session, { username, role }, options),
    );
  withConsent(withTenant(users.command('remove')))
    .summary('remove a user from a tenant')
    .description('Removes a user from a tenant; of other tenants it stays one.')
    .argument('<username>')
    .addHelpText('after', examples(`users remove ${USER}`))
    .action((username: string, options: UserOptions & ConsentOptions) =>
      remove(session, username, options),
    );
};

/** `users`: the people of one tenant. */
export const addUsers = (program: Command, session: Session) => {
  const users = program
    .command('users')
    .summary('list, show, invite, disable, enable, role, remove')
    .description('The people of a tenant, which --tenant names. A username is as lists show it.')
    .addHelpText(
      'after',
      examples(
        'users list --tenant t01m808h7e0jqnr1st4whermjnc',
        'users invite bob@acme.example --tenant t01m808h7e0jqnr1st4whermjnc',
        `users disable ${USER}`,
      ),
    );
  addReading(users, session);
  addInvite(users, session);
  addAccess(users, session);
  addStanding(users, session);
};
