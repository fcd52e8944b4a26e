import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { outboxOn } from '../mail/outbox.ts';
import { enrol } from './enrol.ts';
import { tenantUsers } from './tenantUsers.ts';
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
const outbox = outboxOn(documentClient(), given);
const users = tenantUsers();

const ports = {
  ...users,
  route: users.latestRoute,
  outbox,
  enrol: enrol({ ...users, outbox, publish }),
};

export const handler = httpRoutes(usersFunction, {
  'GET /users': listUsers(ports),
  'POST /users': createUser(ports),
  'GET /users/{username}': getUser(ports),
  'PUT /users/{username}': updateUser(ports),
  'POST /users/{username}/invitation': inviteAgain(ports),
  'DELETE /users/{username}/second-factor': dropSecondFactor(ports),
  'DELETE /users/{username}': deleteUser(ports),
});
