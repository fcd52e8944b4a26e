import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { turnsIn } from '#shared/turns.ts';
import { newCode } from '../mail/mailedCode.ts';
import { outboxOn } from '../mail/outbox.ts';
import { correctAddress } from './correctAddress.ts';
import { enrol } from './enrol.ts';
import { confirmAddress, putAddress } from './ownAddress.ts';
import { tenantUsers } from './tenantUsers.ts';
import { userRates } from './userRates.ts';
import { usersFunction } from './users.function.ts';
import {
  createUser,
  deleteUser,
  dropSecondFactor,
  getUser,
  inviteAgain,
  listUsers,
  updateUser,
} from './users.ts';

const given = env(usersFunction.environment);
const publish = publishOn(new EventBridgeClient(clientDefaults), given.EVENT_BUS_NAME);
const documents = documentClient();
const outbox = outboxOn(documents, given);
const users = tenantUsers(publish);
const takeTurn = turnsIn({ documents, tableName: given.MEMBER_TABLE, now: users.now });
const within = userRates({ takeTurn, newUlid: users.newUlid }, given);

const ports = {
  ...users,
  newCode,
  outbox,
  enrol: enrol({ ...users, outbox }),
};

export const handler = httpRoutes(usersFunction, {
  'GET /users': within.lists(listUsers(ports)),
  'POST /users': within.invitations(createUser(ports)),
  'GET /users/{username}': getUser(ports),
  'PUT /users/{username}': updateUser(ports),
  'PUT /users/{username}/email': putAddress(ports, within.invitations(correctAddress(ports))),
  'POST /users/{username}/email/confirm': confirmAddress(ports),
  'POST /users/{username}/invitation': within.invitations(inviteAgain(ports)),
  'DELETE /users/{username}/second-factor': dropSecondFactor(ports),
  'DELETE /users/{username}': deleteUser(ports),
});
