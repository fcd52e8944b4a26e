import { sendPoolMail } from '../mail/poolMail.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import type { User } from './user.ts';

const SUBJECT = 'Your temporary password';
const BODY = 'Your username is {username} and temporary password is {####}.';

/** Mails a temporary password in the pool's own wording, or else in Cognito's. */
export const sendInvitation = async (
  state: CognitoState,
  pool: Pool,
  { user, password }: { user: User; password: string },
): Promise<void> => {
  const to = user.attributes['email'];
  if (to === undefined) return;
  const template = pool.settings.AdminCreateUserConfig.InviteMessageTemplate;
  const signInName = pool.emailAsUsername ? to : user.username;
  await sendPoolMail(state, pool, {
    to,
    subject: template?.EmailSubject ?? SUBJECT,
    body: (template?.EmailMessage ?? BODY)
      .replaceAll('{username}', () => signInName)
      .replaceAll('{####}', () => password),
  });
};
