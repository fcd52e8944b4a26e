import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { aMember } from '../../support/builders.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';
import { callers, usersApiOn } from '../../support/usersApi.ts';

let engine: ProductEngine;

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

const usersApi = usersApiOn(() => engine);

/** Which commands a client sends, until the end. */
const countRequests = ({ middlewareStack }: DynamoDBDocumentClient) => {
  const sent: string[] = [];
  const name = 'countRequests';
  middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        sent.push(String(commandName));
        return next(args);
      },
    { step: 'initialize', name },
  );
  return {
    end() {
      middlewareStack.remove(name);
      return sent;
    },
  };
};

const bodyOf = (answer: { body: string }) => JSON.parse(answer.body);

describe('listUsers and getUser, of who has never signed in', () => {
  const DAY_MS = 86_400_000;
  const invited = aMember(5, { joined: false });
  /** A member who was invited so many days ago, and those who see it. */
  const invitedAgo = async (days: number) => {
    const api = await usersApi();
    const { people, now } = api.ports;
    const sentAt = new Date(now().getTime() - days * DAY_MS);
    await api.join(invited);
    await people.noteInvitation(invited, sentAt);
    const { users } = bodyOf(await api.call(callers.TenantAdmin, 'GET /users'));
    const params = { username: invited.username };
    const one = await api.call(callers.TenantAdmin, 'GET /users/{username}', { params });
    return { sentAt, listed: users.at(-1), one: bodyOf(one), others: users.slice(0, -1) };
  };

  it.each([
    [6.9, false],
    [7, true],
    [30, true],
  ])(
    'audit 16: shows an invitation sent %s days ago, and whether it expired: %s',
    async (days, expired) => {
      const { sentAt, listed, one, others } = await invitedAgo(days);

      const expiresAt = new Date(sentAt.getTime() + 7 * DAY_MS).toISOString();
      expect(listed.invitation).toEqual({ sentAt: sentAt.toISOString(), expiresAt, expired });
      expect(one).toEqual(listed);
      expect(others.filter((user: object) => 'invitation' in user)).toEqual([]);
    },
  );

  it('shows no invitation of somebody who has signed in to another tenant', async () => {
    const api = await usersApi();
    await api.join(invited);
    await api.ports.people.noteInvitation(invited, new Date(0));
    await api.ports.people.noteInvitation(invited, undefined);

    const { users } = bodyOf(await api.call(callers.TenantAdmin, 'GET /users'));

    expect(users.at(-1)).toMatchObject({ username: invited.username, status: 'invited' });
    expect(users.at(-1)).not.toHaveProperty('invitation');
  });

  it.each([1, 60])(
    'asks DynamoDB twice for a page with %s invited members, and shows each its own invitation',
    async (count) => {
      const api = await usersApi();
      const many = Array.from({ length: count }, (_, index) =>
        aMember(1_000 + index, { joined: false }),
      );
      const sentAt = (index: number) => new Date(index * DAY_MS);
      for (const [index, member] of many.entries()) {
        await api.join(member);
        await api.ports.people.noteInvitation(member, sentAt(index));
      }
      const asked = countRequests(engine.documents);

      const query = { limit: '100' };
      const listed = await api.call(callers.TenantAdmin, 'GET /users', { query });

      expect(asked.end()).toEqual(['QueryCommand', 'BatchGetItemCommand']);
      const invited = bodyOf(listed).users.filter((one: object) => 'invitation' in one);
      expect(invited.map((one: { invitation: object }) => one.invitation)).toEqual(
        many.map((_, index) => expect.objectContaining({ sentAt: sentAt(index).toISOString() })),
      );
    },
  );
});
