import { DeleteCommand, type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { itemOf } from '#shared/documents.ts';
import type { Found, Left } from '#shared/eraseTenant.ts';
import { Contradicted } from '#shared/errors.ts';
import type { ProjectionPorts } from './projection.ts';
import { keptOfLeft } from './registration.ts';
import { registrationKey, signUpKey } from './registrationKeys.ts';
import { SAID } from './rivalSignUps.ts';
import { forgetAddressIn } from './searchTable.ts';

const Row = z.looseObject({
  tenantId: z.string().optional(),
  tenantName: z.string().optional(),
  displacedName: z.string().optional(),
  adminEmail: z.string().optional(),
});
type Row = z.infer<typeof Row>;

/** The addresses by which a registration is found, those of rivals that it keeps among them. */
const addressesIn = (row: Row): string[] => {
  const said = Object.entries(row).filter(([name]) => name.startsWith(SAID));
  const rows = [row, ...said.map(([, value]) => Row.parse(value))];
  return rows.flatMap(({ adminEmail }) => adminEmail ?? []);
};

/** The names that it may hold. */
const namesIn = ({ tenantName, displacedName }: Row): string[] =>
  [tenantName, displacedName].filter((name) => name !== undefined);

/** From here on nobody writes anything of a person into the row, nor takes the name for it. */
const marking = (TableName: string, { tenantId, registrationId, sequence }: Left) =>
  new UpdateCommand({
    TableName,
    Key: registrationKey(registrationId),
    UpdateExpression:
      'SET registrationId = :id, tenantId = :tenant, offboarded = :sequence, settled = :yes',
    ExpressionAttributeValues: {
      ':id': registrationId,
      ':tenant': tenantId,
      ':sequence': sequence,
      ':yes': true,
    },
  });

const KEPT: readonly string[] = ['pk', ...keptOfLeft];

const scrubbing = (TableName: string, registrationId: string, names: readonly string[]) =>
  new UpdateCommand({
    TableName,
    Key: registrationKey(registrationId),
    UpdateExpression: `REMOVE ${names.map((_name, at) => `#n${at}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name, at) => [`#n${at}`, name])),
  });

export type LeavingPorts = Pick<ProjectionPorts, 'dropName'> & {
  documents: DynamoDBDocumentClient;
  tableName: string;
};

const erasing = ({ documents, tableName, dropName }: LeavingPorts) => {
  const item = itemOf(documents, tableName);
  const forgetAddress = forgetAddressIn(documents, tableName);
  return async (left: Left): Promise<void> => {
    const { registrationId } = left;
    await documents.send(marking(tableName, left));
    const row = Row.parse(await item(registrationKey(registrationId)));
    for (const name of namesIn(row)) await dropName(registrationId, name);
    const Key = signUpKey(registrationId);
    await documents.send(new DeleteCommand({ TableName: tableName, Key }));
    for (const address of addressesIn(row)) await forgetAddress(registrationId, address);
    // Last: what is to be found by these is gone.
    const names = Object.keys(row).filter((name) => !KEPT.includes(name));
    if (names.length > 0) await documents.send(scrubbing(tableName, registrationId, names));
  };
};

/**
 * What the registration of a tenant that has left holds of people, and its name. Its ids, what it was called and its
 * tier stay, so that operators see what has become of it. Contradicted where the registration is another tenant's.
 */
export const leavingRegistration = (ports: LeavingPorts) => {
  const item = itemOf(ports.documents, ports.tableName);
  const erase = erasing(ports);
  return async (left: Left): Promise<Found> => {
    const { registrationId, tenantId } = left;
    const row = Row.optional().parse(await item(registrationKey(registrationId)));
    if (row?.tenantId !== undefined && row.tenantId !== tenantId) {
      throw new Contradicted(`registration ${registrationId} is not that of tenant ${tenantId}`);
    }
    const signUp = await item(signUpKey(registrationId));
    return {
      items: [
        { kind: 'registrations', count: 1 },
        { kind: 'signUps', count: Number(signUp !== undefined) },
      ],
      erase: () => erase(left),
    };
  };
};
