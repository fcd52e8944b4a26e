import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Refusal } from '#events/schemas/provisioning.ts';
import { itemOf, writeAll } from '#shared/documents.ts';
import {
  type Admission,
  type AdmissionPorts,
  type Application,
  refusedFor,
} from '../onboarding/admitRegistration.ts';
import { claimedItems, claiming } from './claims.ts';

/** What has become of a registration, for ever; only its first event writes it. */
const Applied = z.object({
  claimedBy: z.string(),
  source: z.string(),
  content: z.string(),
  started: z.boolean().optional(),
  refused: Refusal.optional(),
});
type Applied = z.infer<typeof Applied>;

const KeptPlace = z.object({
  place: z.object({
    reservedAt: z.coerce.date(),
    startsAt: z.coerce.date(),
    ahead: z.number(),
  }),
});

const registrationKey = (registrationId: string) => ({ pk: `registration#${registrationId}` });

const judge = (applied: Applied, { source, content, claim }: Application): Admission => {
  if (applied.claimedBy !== claim.owner) {
    const isSame = applied.source === source && applied.content === content;
    return isSame ? { kind: 'repeated' } : refusedFor('RegistrationIdInUse');
  }
  if (applied.refused) return refusedFor(applied.refused);
  return applied.started ? { kind: 'repeated' } : { kind: 'admitted' };
};

const applying = (TableName: string, application: Application, refused?: Refusal) => {
  const { registrationId, source, content, claim } = application;
  const row = { ...registrationKey(registrationId), claimedBy: claim.owner, source, content };
  return {
    Put: {
      TableName,
      Item: { ...row, ...(refused && { refused }) },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
};

/** Registrations as items of the claim table, beside what each has claimed. */
export const admissionTable = (
  documents: DynamoDBDocumentClient,
  TableName: string,
): AdmissionPorts => {
  const read = itemOf(documents, TableName);

  const decided = async (application: Application): Promise<Admission | undefined> => {
    const Item = await read(registrationKey(application.registrationId));
    return Item && judge(Applied.parse(Item), application);
  };

  /** Sets something of a registration that is there; answers all that is known of it. */
  const note = async (registrationId: string, setting: string, value: unknown) => {
    const update = new UpdateCommand({
      TableName,
      Key: registrationKey(registrationId),
      UpdateExpression: `SET ${setting}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':value': value },
      ReturnValues: 'ALL_NEW',
    });
    return (await documents.send(update)).Attributes;
  };

  const refuse = async (application: Application, reason: Refusal): Promise<Admission> => {
    const lost = await writeAll(documents, [applying(TableName, application, reason)]);
    return (lost.length > 0 ? await decided(application) : undefined) ?? refusedFor(reason);
  };

  return {
    decided,
    refuse,
    async admit(application) {
      const { claim } = application;
      const puts = [applying(TableName, application), ...claiming(TableName, claim)];
      const [first] = await writeAll(documents, puts);
      if (first === undefined) return { kind: 'admitted' };
      const before = await decided(application);
      if (before) return before;
      const taken = claimedItems(claim)[first - 1]?.taken ?? 'RegistrationIdInUse';
      return refuse(application, taken);
    },
    async keepPlace(registrationId, { reservedAt, startsAt, ahead }) {
      const place = {
        reservedAt: reservedAt.toISOString(),
        startsAt: startsAt.toISOString(),
        ahead,
      };
      const kept = await note(registrationId, 'place = if_not_exists(place, :value)', place);
      return KeptPlace.parse(kept).place;
    },
    async markStarted(registrationId) {
      await note(registrationId, 'started = :value', true);
    },
  };
};
