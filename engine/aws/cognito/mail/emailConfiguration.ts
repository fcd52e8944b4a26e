import { z } from 'zod';
import { AwsError } from '../../../endpoint/errors.ts';
import type { Engine } from '../../../engine.ts';
import { invalidParameter } from '../errors.ts';

/** Who sends a pool's mail: Cognito itself, or SES by an identity of the account. */
export const EmailConfiguration = z
  .strictObject({
    EmailSendingAccount: z.enum(['COGNITO_DEFAULT', 'DEVELOPER']).default('COGNITO_DEFAULT'),
    SourceArn: z.string().optional(),
    From: z.string().optional(),
    ReplyToEmailAddress: z.string().optional(),
    ConfigurationSet: z.string().optional(),
  })
  .prefault({});
export type EmailConfiguration = z.infer<typeof EmailConfiguration>;

/** The address or domain that an SES identity's ARN ends with. */
const identityIn = (arn: string): string => arn.replace(/^.*:identity\//, '');

/** The sender of mail by SES; undefined where Cognito sends it. */
export const sesSender = (configuration: EmailConfiguration): string | undefined => {
  const { EmailSendingAccount, From, SourceArn = '' } = configuration;
  return EmailSendingAccount === 'DEVELOPER' ? (From ?? identityIn(SourceArn)) : undefined;
};

const unverified = (error: unknown): never => {
  if (!(error instanceof AwsError) || error.code !== 'NotFoundException') throw error;
  throw invalidParameter('Email address is not verified.');
};

/** Refuses a sender that no identity of the account allows. */
export const checkSender = async (
  { call, accountId }: Pick<Engine, 'call' | 'accountId'>,
  { EmailSendingAccount, SourceArn }: EmailConfiguration,
): Promise<void> => {
  if (EmailSendingAccount === 'COGNITO_DEFAULT') return;
  if (SourceArn === undefined) {
    throw invalidParameter('A SourceArn is required when the EmailSendingAccount is DEVELOPER.');
  }
  const input = { EmailIdentity: identityIn(SourceArn) };
  const principal = { kind: 'root', accountId } as const;
  await call({ service: 'ses', operation: 'GetEmailIdentity', input, principal }).catch(unverified);
};
