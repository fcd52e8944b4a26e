import { z } from 'zod';
import type { Connected } from './session.ts';
import type { Cell, Terminal } from './terminal.ts';

/** A user of a tenant, as the API shows it. */
export const User = z.looseObject({
  username: z.string(),
  email: z.string(),
  role: z.string(),
  enabled: z.boolean(),
  status: z.string(),
  invitation: z
    .object({ sentAt: z.string(), expiresAt: z.string(), expired: z.boolean() })
    .optional(),
});
export type User = z.infer<typeof User>;

const accessOf = ({ paint }: Terminal, { enabled }: User): Cell =>
  enabled ? paint('good', 'enabled') : paint('bad', 'disabled');

const standingOf = ({ paint }: Terminal, { status, invitation }: User): Cell =>
  invitation?.expired ? paint('bad', `${status}, which has expired`) : status;

/** Users as a table, one a row. */
export const printUsers = (terminal: Terminal, users: readonly User[]): void =>
  terminal.table(
    ['USERNAME', 'E-MAIL', 'ROLE', 'ACCESS', 'STATUS'],
    users.map((user) => [
      user.username,
      user.email,
      user.role,
      accessOf(terminal, user),
      standingOf(terminal, user),
    ]),
  );

const rowsOf = (terminal: Terminal, user: User): Cell[][] => {
  const { username, email, role, invitation } = user;
  return [
    ['username', username],
    ['e-mail', email],
    ['role', role],
    ['access', accessOf(terminal, user)],
    ['status', standingOf(terminal, user)],
    ...(invitation ? [['invited', `${invitation.sentAt}, until ${invitation.expiresAt}`]] : []),
  ];
};

/** One user, with its invitation where the API shows one. */
export const printUser = ({ terminal, json }: Connected, answer: unknown): void => {
  const user = User.parse(answer);
  if (json) terminal.json(user);
  else terminal.table([], rowsOf(terminal, user));
};
