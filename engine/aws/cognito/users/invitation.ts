import { sendPoolMail } from '../mail/poolMail.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { CODE, customWording, USERNAME } from '../triggers/customMessage.ts';
import type { User } from './user.ts';

const SUBJECT = 'Your temporary password';
const BODY = `Your username is ${USERNAME} and temporary password is ${CODE}.`;

/** Mails a temporary password in the words of the pool's trigger, of the pool itself, or else of Cognito. */
export const sendInvitation = async (
  state: CognitoState,
  pool: Pool,
  { user, password }: { user: User; password: string },
): Promise<void> => {
  const to = user.attributes['email'];
  if (to === undefined) return;
  const template = pool.settings.AdminCreateUserConfig.InviteMessageTemplate;
  const signInName = pool.emailAsUsername ? to : user.username;
  const wording = {
    subject: template?.EmailSubject ?? SUBJECT,
    body: template?.EmailMessage ?? BODY,
  };
  const cause = { source: 'AdminCreateUser' } as const;
  const { subject, body } = await customWording(state, pool, { user, cause, wording });
  await sendPoolMail(state, pool, {
    to,
    subject,
    body: body.replaceAll(USERNAME, () => signInName).replaceAll(CODE, () => password),
  });
};
