import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import type { JsonObject } from '../../../kernel/json.ts';
import { sesSender } from '../mail/emailConfiguration.ts';
import type { Pool } from '../pools/pool.ts';
import type { CognitoState } from '../state.ts';
import type { User } from '../users/user.ts';
import { invokeTrigger, unrecognizable } from './invokeTrigger.ts';
import { answerWith, triggerEvent } from './triggerEvent.ts';

const NAME = 'CustomMessage';

/** What stands for a code or a temporary password in a message. */
export const CODE = '{####}';
/** What stands for the name by which an invited user signs in. */
export const USERNAME = '{username}';

/** What a mail says, with what stands for its code. */
export type Wording = { subject: string; body: string };

/** Why a mail is sent, in the words of Cognito's trigger sources. */
export type Cause = {
  source: 'AdminCreateUser' | 'ForgotPassword' | 'UpdateUserAttribute' | 'VerifyUserAttribute';
  /** The app client by which a user asked for it. */
  clientId?: string;
  /**
   * What the caller tells the trigger. AWS's guide does not list AdminCreateUser among the calls that pass it, its
   * API reference does: here an invitation's is not passed.
   */
  clientMetadata?: Record<string, string> | undefined;
};

const Said = z.string().nullish();

const Answer = answerWith(z.object({ smsMessage: Said, emailMessage: Said, emailSubject: Said }));

/** Lengths are those of a pool's own templates. */
const Message = z.string().min(6).max(20_000);
const Subject = z.string().min(1).max(140);

const eventOf = (state: CognitoState, user: User, cause: Cause): JsonObject => {
  const { source, clientId = 'CLIENT_ID_NOT_APPLICABLE', clientMetadata } = cause;
  return triggerEvent(state, {
    source: `${NAME}_${source}`,
    user,
    clientId,
    clientMetadata,
    request: {
      codeParameter: CODE,
      linkParameter: '{##Click Here##}',
      usernameParameter: source === 'AdminCreateUser' ? USERNAME : null,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });
};

const refused = (reason: string): AwsError =>
  new AwsError('InvalidLambdaResponseException', `Invalid lambda function output : ${reason}`);

const checkMessage = (message: string, { source }: Cause): void => {
  const needed = source === 'AdminCreateUser' ? [CODE, USERNAME] : [CODE];
  const lacking = needed.find((part) => !message.includes(part));
  if (lacking !== undefined) throw refused(`emailMessage does not contain ${lacking}`);
  if (!Message.safeParse(message).success) throw refused('emailMessage is too short or too long');
};

/** Throws for what Cognito does not send: it sends words of a function only by SES. */
const checked = (pool: Pool, cause: Cause, said: z.infer<typeof Answer>['response']) => {
  const { emailMessage: message, emailSubject: subject } = said;
  const isSaid = typeof message === 'string' || typeof subject === 'string';
  if (isSaid && sesSender(pool.settings.EmailConfiguration) === undefined) {
    throw refused('emailMessage and emailSubject need the EmailSendingAccount DEVELOPER');
  }
  if (typeof message === 'string') checkMessage(message, cause);
  if (typeof subject === 'string' && !Subject.safeParse(subject).success) {
    throw refused('emailSubject is too short or too long');
  }
  return { ...(message && { body: message }), ...(subject && { subject }) };
};

/** A mail as the pool's trigger words it; what it leaves out stays as it is. */
export const customWording = async (
  state: CognitoState,
  pool: Pool,
  { user, cause, wording }: { user: User; cause: Cause; wording: Wording },
): Promise<Wording> => {
  const functionArn = pool.settings.LambdaConfig.CustomMessage;
  if (functionArn === undefined) return wording;
  const event = eventOf(state, user, cause);
  const answer = await invokeTrigger(state, { name: NAME, functionArn, poolId: pool.id, event });
  const { data } = Answer.safeParse(answer);
  if (!data) throw unrecognizable();
  return { ...wording, ...checked(pool, cause, data.response) };
};
