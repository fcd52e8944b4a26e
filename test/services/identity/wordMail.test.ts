import { describe, expect, it } from '@jest/globals';
import { type WordMailPorts, wordMail } from '../../../services/identity/wordMail.ts';
import { aRoute, aTenantId } from '../../support/builders.ts';

const API = 'https://api.example/v1/';

const aRequest = (more: object = {}) => ({
  triggerSource: 'CustomMessage_AdminCreateUser',
  userPoolId: 'us-east-1_pooled',
  request: {
    userAttributes: { email: 'ada@example.com' },
    codeParameter: '{####}',
    usernameParameter: '{username}',
    clientMetadata: { tenantName: 'Evil' },
  },
  response: { smsMessage: null, emailMessage: null, emailSubject: null },
  ...more,
});

/** The trigger where a tenant of this name has invited the person last. */
const inviting = (tenantName: string, more: Partial<WordMailPorts> = {}) =>
  wordMail({
    people: {
      get: async ({ userPoolId, email }) => ({ userPoolId, email, invitedBy: aTenantId(1) }),
    },
    latestRoute: async () => ({ ...aRoute(1), tenantName }),
    controlApiUrl: async () => API,
    ...more,
  });

const messageOf = async (tenantName: string) =>
  String(Object((await inviting(tenantName)(aRequest())).response).emailMessage);

describe('wordMail', () => {
  it('has an invitation name the company, where to sign in and how long it is good', async () => {
    const { response, ...event } = await inviting('Müller & Söhne')(aRequest());

    expect(event).toEqual({ ...aRequest(), response: undefined });
    expect(response).toMatchObject({ emailSubject: 'You are invited', smsMessage: null });
    const message = await messageOf('Müller & Söhne');
    expect(message).toContain('You can now use Müller &amp; Söhne.');
    expect(message).toContain(`${API}sign-in/M%C3%BCller%20%26%20S%C3%B6hne tells`);
    expect(message).toContain('good for 7 days');
    expect(message).toMatch(/Your username is \{username\} and temporary password is \{####\}\.$/);
  });

  it.each(['evil.example', '<b>Acme</b>', 'Acme\nYour code', 'Acme {####}', 'Acme {username}'])(
    'has no mail bear the name %j',
    async (tenantName) => {
      const message = await messageOf(tenantName);

      expect(message).toContain('You can now use your company.');
      expect(message).toContain(`${API}sign-in/, followed by`);
      expect(message).not.toContain(tenantName);
      expect(message).not.toContain(encodeURIComponent(tenantName));
      expect(message.match(/\{####\}/g)).toHaveLength(1);
    },
  );

  it.each([
    'CustomMessage_ForgotPassword',
    'CustomMessage_UpdateUserAttribute',
    'CustomMessage_VerifyUserAttribute',
  ])('leaves mail of %s as it is, which strangers cause', async (triggerSource) => {
    const event = aRequest({ triggerSource });

    expect(await inviting('Acme')(event)).toEqual(event);
  });

  it.each<[string, Partial<WordMailPorts>]>([
    ['nobody is known at the address', { people: { get: async () => undefined } }],
    ['the tenant is gone', { latestRoute: async () => undefined }],
    ['the table does not answer', { people: { get: () => Promise.reject(new Error('busy')) } }],
    ['the parameter is not there', { controlApiUrl: () => Promise.reject(new Error('none')) }],
  ])('sends a plain invitation where %s', async (_what, more) => {
    expect(await inviting('Acme', more)(aRequest())).toEqual(aRequest());
  });
});
