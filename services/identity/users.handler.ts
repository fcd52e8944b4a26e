import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes } from '#shared/httpRoute.ts';
import { routeReader } from './authorizer/routeReader.ts';
import { enrol } from './enrol.ts';
import { tenantUsers } from './tenantUsers.ts';
import { usersFunction } from './users.function.ts';
import { createUser, deleteUser, getUser, listUsers, updateUser } from './users.ts';

const { EVENT_BUS_NAME, ROUTING_TABLE } = env(usersFunction.environment);
const publish = publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);
const users = tenantUsers();

const ports = {
  ...users,
  route: routeReader(documentClient(), ROUTING_TABLE),
  enrol: enrol({ ...users, ...users.cognito, publish }),
  now: () => new Date(),
};

export const handler = httpRoutes(usersFunction, {
  'GET /users': listUsers(ports),
  'POST /users': createUser(ports),
  'GET /users/{username}': getUser(ports),
  'PUT /users/{username}': updateUser(ports),
  'DELETE /users/{username}': deleteUser(ports),
});
