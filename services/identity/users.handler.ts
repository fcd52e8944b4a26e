import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes, route } from '#shared/httpRoute.ts';
import { routeReader } from './authorizer/routeReader.ts';
import { enrol } from './enrol.ts';
import { tenantUsers } from './tenantUsers.ts';
import { CreateUser, ListUsers, OneUser, UpdateUser } from './userRequests.ts';
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

export const handler = httpRoutes({
  'GET /users': route(ListUsers, listUsers(ports)),
  'POST /users': route(CreateUser, createUser(ports)),
  'GET /users/{username}': route(OneUser, getUser(ports)),
  'PUT /users/{username}': route(UpdateUser, updateUser(ports)),
  'DELETE /users/{username}': route(OneUser, deleteUser(ports)),
});
