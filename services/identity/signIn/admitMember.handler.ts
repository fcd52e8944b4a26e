import { documentClient } from '#shared/documents.ts';
import { env } from '#shared/env.ts';
import { routingTable } from '#shared/routingTable.ts';
import { task } from '#shared/task.ts';
import { memberTable } from '../memberTable.ts';
import { personTable } from '../personTable.ts';
import { admitMemberFunction } from './admitMember.function.ts';
import { admitMember, TokenRequest } from './admitMember.ts';

const { MEMBER_TABLE, ROUTING_TABLE } = env(admitMemberFunction.environment);
const documents = documentClient();
const members = memberTable(documents, MEMBER_TABLE);
const people = personTable(documents, MEMBER_TABLE);
const { ownerOf, routeOf } = routingTable(documents, ROUTING_TABLE);

export const handler = task(
  TokenRequest,
  admitMember({
    ownerOf,
    routeOf,
    member: members.get,
    endInvitation: (address) => people.noteInvitation(address, undefined),
    markJoined: members.markJoined,
  }),
);
