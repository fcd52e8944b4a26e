import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { itemOf } from '#shared/documents.ts';
import { refused } from '#shared/errors.ts';
import { tryingCode } from '../mail/mailedCode.ts';
import { signUpKey } from './registrationKeys.ts';
import { SignUp } from './signUp.ts';

/** Sign-ups that are not confirmed, in the registrations' table. */
export const signUpsIn = (
  documents: DynamoDBDocumentClient,
  tableName: string,
  now: () => Date,
) => {
  const item = itemOf(documents, tableName);
  return {
    /** Undefined also for one whose row is left although it has lapsed. */
    async read(registrationId: string): Promise<SignUp | undefined> {
      const found = SignUp.optional().parse(await item(signUpKey(registrationId)));
      return found && found.expiresAt * 1_000 > now().getTime() ? found : undefined;
    },
    /** Counts a code that is tried. Undefined where no more codes are looked at. */
    async tryCode(registrationId: string, hash: string): Promise<SignUp | undefined> {
      const update = new UpdateCommand({
        TableName: tableName,
        Key: signUpKey(registrationId),
        ...tryingCode(hash, now()),
        ReturnValues: 'ALL_NEW',
      });
      const answer = await documents.send(update).catch(refused);
      return answer ? SignUp.parse(answer.Attributes) : undefined;
    },
  };
};
export type SignUps = ReturnType<typeof signUpsIn>;
