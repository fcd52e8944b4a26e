import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ulid } from 'ulid';
import { publishOn } from '#events/publish.ts';
import { clientDefaults } from '#shared/clients.ts';
import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { httpRoutes, route } from '#shared/httpRoute.ts';
import { cognitoUsers } from './cognitoUsers.ts';
import { enrol } from './enrol.ts';
import { UsersEnv } from './identityEnv.ts';
import { memberTable } from './memberTable.ts';
import { routeReader } from './routeReader.ts';
import { CreateUser, ListUsers, OneUser, UpdateUser } from './userRequests.ts';
import { createUser, deleteUser, getUser, listUsers, updateUser } from './users.ts';

const { EVENT_BUS_NAME, MEMBER_TABLE, ROUTING_TABLE } = env(UsersEnv);
const documents = documentClient();
const cognito = cognitoUsers(new CognitoIdentityProviderClient(clientDefaults));
const members = memberTable(documents, MEMBER_TABLE);
const publish = publishOn(new EventBridgeClient(clientDefaults), EVENT_BUS_NAME);

const ports = {
  route: routeReader(documents, ROUTING_TABLE),
  enrol: enrol({ ...cognito, members, publish }),
  now: () => new Date(),
  newUlid: () => ulid(),
  members,
  cognito,
};

export const handler = httpRoutes({
  'GET /users': route(ListUsers, listUsers(ports)),
  'POST /users': route(CreateUser, createUser(ports)),
  'GET /users/{username}': route(OneUser, getUser(ports)),
  'PUT /users/{username}': route(UpdateUser, updateUser(ports)),
  'DELETE /users/{username}': route(OneUser, deleteUser(ports)),
});
