import * as z from 'zod';
import { invitationDays } from '#shared/invitationDays.ts';
import { logger } from '#shared/logger.ts';
import type { StandingRoute } from '#shared/route.ts';
import { invitationLetter } from '../mail/letters.ts';
import type { People } from './person.ts';

/** Cognito's custom message event, as far as it matters here. */
export const MailRequest = z.looseObject({
  triggerSource: z.string(),
  userPoolId: z.string(),
  request: z.looseObject({
    userAttributes: z.looseObject({ email: z.string().optional() }),
    codeParameter: z.string(),
    usernameParameter: z.string().nullish(),
  }),
  response: z.looseObject({}),
});
type MailRequest = z.infer<typeof MailRequest>;

export type WordMailPorts = {
  people: Pick<People, 'get'>;
  latestRoute(tenantId: string): Promise<StandingRoute | undefined>;
  controlApiUrl(): Promise<string>;
};

const INVITATION = 'CustomMessage_AdminCreateUser';

/** The name of the tenant that has invited the user last; undefined where that is not known. */
const inviterOf = async (
  { people, latestRoute }: WordMailPorts,
  { userPoolId, request }: MailRequest,
): Promise<string | undefined> => {
  const { email } = request.userAttributes;
  const person = email === undefined ? undefined : await people.get({ userPoolId, email });
  const route = person?.invitedBy && (await latestRoute(person.invitedBy));
  return route ? route.tenantName : undefined;
};

const inWords = async (ports: WordMailPorts, event: MailRequest): Promise<MailRequest> => {
  const { codeParameter: password, usernameParameter: username } = event.request;
  const [tenantName, apiUrl] = await Promise.all([inviterOf(ports, event), ports.controlApiUrl()]);
  if (tenantName === undefined || !username) return event;
  const letter = invitationLetter({ tenantName, apiUrl, username, password, days: invitationDays });
  const said = { emailSubject: letter.subject, emailMessage: letter.html };
  return { ...event, response: { ...event.response, ...said } };
};

/**
 * Has an invitation say who invites and where to sign in. Nothing that a caller of Cognito tells the trigger is
 * heeded, and other mail keeps Cognito's words: strangers cause it. Where this fails, a plain invitation goes out
 * rather than none.
 */
export const wordMail =
  (ports: WordMailPorts) =>
  async (event: MailRequest): Promise<MailRequest> => {
    if (event.triggerSource !== INVITATION) return event;
    try {
      return await inWords(ports, event);
    } catch (error) {
      logger.error('an invitation goes out in plain words', { error });
      return event;
    }
  };
