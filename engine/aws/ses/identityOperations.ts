import { z } from 'zod';
import { AwsError } from '../../endpoint/errors.ts';
import type { Operation } from '../../endpoint/service.ts';
import type { JsonObject } from '../../kernel/json.ts';
import { Turns } from '../../kernel/turns.ts';
import { readAddress } from './address.ts';
import { type Identities, type Identity, identityName } from './identity.ts';
import { badRequest, sesOperation } from './sesOperation.ts';

const EmailIdentity = z.string().min(1).max(320);
const Reference = z.strictObject({ EmailIdentity });

const CreateInput = z.strictObject({
  EmailIdentity,
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]),
});

const isAddress = (name: string): boolean => name.includes('@');

const checkName = (name: string): void => {
  if (isAddress(name)) readAddress(name);
  else if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name)) {
    throw badRequest(`Invalid email or domain name ${name}`);
  }
};

/** Nobody has to prove anything here: an identity counts as verified as soon as it is there. */
const described = ({ name }: Identity): JsonObject => ({
  IdentityType: isAddress(name) ? 'EMAIL_ADDRESS' : 'DOMAIN',
  VerifiedForSendingStatus: true,
  DkimAttributes: { SigningEnabled: false, Status: 'NOT_STARTED' },
});

const missing = (name: string): AwsError =>
  new AwsError('NotFoundException', `Email identity ${name} does not exist.`, { status: 404 });

/** CreateEmailIdentity, GetEmailIdentity and DeleteEmailIdentity. */
export const identityOperations = (identities: Identities): Record<string, Operation> => {
  const turns = new Turns();
  const need = async (text: string): Promise<Identity> => {
    const found = await identities.get(identityName(text));
    if (!found) throw missing(text);
    return found;
  };
  return {
    CreateEmailIdentity: sesOperation(CreateInput, async ({ EmailIdentity: text, Tags }) => {
      const name = identityName(text);
      checkName(name);
      return turns.take(name, async () => {
        if (await identities.get(name)) {
          throw new AwsError('AlreadyExistsException', `Email identity ${name} already exist.`);
        }
        const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
        await identities.put(name, { name, tags });
        return described({ name, tags });
      });
    }),
    GetEmailIdentity: sesOperation(Reference, async ({ EmailIdentity: text }) => {
      const identity = await need(text);
      return {
        ...described(identity),
        FeedbackForwardingStatus: true,
        VerificationStatus: 'SUCCESS',
        MailFromAttributes: { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
        Policies: {},
        Tags: Object.entries(identity.tags).map(([Key, Value]) => ({ Key, Value })),
      };
    }),
    DeleteEmailIdentity: sesOperation(Reference, async ({ EmailIdentity: text }) => {
      await identities.delete((await need(text)).name);
      return {};
    }),
  };
};
