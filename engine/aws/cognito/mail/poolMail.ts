import { AwsError } from '../../../endpoint/errors.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import { sesSender } from './emailConfiguration.ts';

type Letter = { to: string; subject: string; body: string };

/** What Cognito answers where its own sender has no room for a mail today. */
export const dailyMailSpent = (): AwsError =>
  new AwsError(
    'LimitExceededException',
    'Exceeded daily email limit for the operation or the account. If a higher limit is required, please configure your user pool to use your own Amazon SES configuration for sending email.',
  );

/** Refuses what would end in a mail that Cognito's own sender has no room for today. */
export const requireMailQuota = async (
  { engine, mails }: CognitoState,
  { settings }: Pool,
): Promise<void> => {
  if (sesSender(settings.EmailConfiguration) !== undefined) return;
  if ((await mails.today()) >= engine.quotas.cognitoMailsADay) throw dailyMailSpent();
};

const sendBySes = async (
  { engine }: CognitoState,
  sender: string,
  letter: Letter,
): Promise<void> => {
  const { to, subject, body } = letter;
  const input = {
    FromEmailAddress: sender,
    Destination: { ToAddresses: [to] },
    Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: body } } } },
  };
  const principal = { kind: 'root', accountId: engine.accountId } as const;
  await engine.call({ service: 'ses', operation: 'SendEmail', input, principal });
};

const asUndelivered = (error: unknown): never => {
  if (!(error instanceof AwsError)) throw error;
  throw new AwsError('CodeDeliveryFailureException', error.message);
};

/** Mails what a pool has to say: by SES where the pool says so, else as one of the account's few mails a day. */
export const sendPoolMail = async (
  state: CognitoState,
  { settings }: Pool,
  letter: Letter,
): Promise<void> => {
  const { engine, mails } = state;
  const sender = sesSender(settings.EmailConfiguration);
  if (sender !== undefined) return sendBySes(state, sender, letter).catch(asUndelivered);
  if (!(await mails.add(1, engine.quotas.cognitoMailsADay))) throw dailyMailSpent();
  await engine.mail.send(letter);
};
