import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { stepTask, undoTask } from '../saga/sagaTasks.ts';
import { tenantDirectory } from '../tenants/cognitoDirectory.ts';
import { createIdentity, createIdentityStep, deleteIdentity } from './createIdentity.ts';
import { onboardingSaga } from './onboardingSaga.ts';

const settings = env(createIdentityStep.environment);
const directory = tenantDirectory(settings);
const routeOf = routingTable(documentClient(), settings.ROUTING_TABLE).routeOf;

export const run = stepTask(
  onboardingSaga,
  createIdentityStep,
  createIdentity(directory, {
    admitMemberArn: settings.ADMIT_MEMBER_ARN,
    wordMailArn: settings.WORD_MAIL_ARN,
    mailSenderArn: settings.MAIL_SENDER_ARN,
    deletionProtection: settings.DELETION_PROTECTION,
  }),
);
export const undo = undoTask(onboardingSaga, deleteIdentity(directory, { routeOf }));
