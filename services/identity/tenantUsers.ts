import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { SQSClient } from '@aws-sdk/client-sqs';
import { ulid } from 'ulid';
import type { Publish } from '#events/publish.ts';
import { clientDefaults, transientOnly } from '#shared/clients.ts';
import { deadLetterTo } from '#shared/deadLetter.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { ConsumerEnv } from '#shared/onEvents.ts';
import { PostponingEnv, postponeTo } from '#shared/postpone.ts';
import { routingTable } from '#shared/routingTable.ts';
import { cognitoUsers } from './cognitoUsers.ts';
import { failUserCreation } from './failUserCreation.ts';
import { TenantUsersEnv } from './identityEnv.ts';
import { memberTable } from './memberTable.ts';
import { moveTable } from './moveTable.ts';
import { personTable } from './personTable.ts';
import { postponeAdmin } from './postponeAdmin.ts';
import { removeUsers } from './removeUsers.ts';
import { standingIn } from './standing.ts';

/** Tenants' users in this deployment, what is told of them, and the routes that say which tenants there are. */
export const tenantUsers = (publish: Publish) => {
  const {
    MEMBER_TABLE,
    ROUTING_TABLE,
    POOLED_USER_POOL_ID: pooledUserPoolId,
  } = env(TenantUsersEnv);
  const documents = documentClient();
  const cognito = cognitoUsers(new CognitoIdentityProviderClient(transientOnly));
  const ports = {
    now: () => new Date(),
    newUlid: ulid,
    cognito,
    members: memberTable(documents, MEMBER_TABLE),
    people: personTable(documents, MEMBER_TABLE),
    moves: moveTable(documents, MEMBER_TABLE, () => new Date()),
    latestRoute: routingTable(documents, ROUTING_TABLE).routeOf,
    publish,
  };
  return {
    ...ports,
    pooledUserPoolId,
    removeUsers: removeUsers({ ...ports, pooledUserPoolId }),
  };
};

/** Keeps events in this deployment's dead-letter queue. */
const keeping = (code: string) => {
  const { DEAD_LETTER_QUEUE_URL } = env(ConsumerEnv);
  const deadLetter = deadLetterTo(new SQSClient(clientDefaults), DEAD_LETTER_QUEUE_URL);
  return (event: unknown, reason: string) => deadLetter(event, { code, reason });
};

type Users = ReturnType<typeof tenantUsers>;

/** Failures that are published, or whose events are kept in this deployment's queue. */
export const userCreationFailures = ({ now, members, publish, ...users }: Users) =>
  failUserCreation({
    now,
    standing: standingIn(users),
    members,
    publish,
    deadLetter: keeping('USER_CREATION_FAILED'),
  });

/** Events that come again by this deployment's queue of those that wait. */
export const postponedAdmins = ({ now }: Users) => {
  const { POSTPONED_QUEUE_URL } = env(PostponingEnv);
  return postponeAdmin({
    now,
    postpone: postponeTo(new SQSClient(clientDefaults), POSTPONED_QUEUE_URL),
    deadLetter: keeping('OUT_OF_MAIL'),
  });
};
