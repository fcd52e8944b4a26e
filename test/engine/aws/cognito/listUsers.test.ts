import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../engine/kernel/json.ts';
import { aPool, aUser, type CognitoEngine, cognitoEngine } from './aPool.ts';

let engine: CognitoEngine;
let UserPoolId: string;
beforeAll(async () => {
  engine = await cognitoEngine();
});
beforeEach(async () => {
  UserPoolId = await aPool(engine);
});
afterAll(() => engine.destroy());

describe('ListUsers', () => {
  const list = async (input: JsonObject) => {
    const answer = await engine.call('ListUsers', { UserPoolId, ...input });
    const users = answer['Users'] as { Username: string }[];
    return { names: users.map(({ Username }) => Username), token: answer['PaginationToken'] };
  };

  it('pages through every user once while others come and go', async () => {
    const all: string[] = [];
    for (let count = 0; count < 5; count += 1) all.push(await aUser(engine, UserPoolId));
    all.sort();

    const first = await list({ Limit: 2 });
    await engine.call('AdminDeleteUser', { UserPoolId, Username: first.names[1] ?? '' });
    const second = await list({ Limit: 2, PaginationToken: String(first.token) });
    const third = await list({ Limit: 2, PaginationToken: String(second.token) });

    expect([...first.names, ...second.names, ...third.names]).toEqual(all);
    expect(third.token).toBeUndefined();
  });

  it('filters by address, sub, name and state', async () => {
    const ann = await aUser(engine, UserPoolId, 'ann@example.com');
    const anna = await aUser(engine, UserPoolId, 'anna@example.com');
    await engine.call('AdminDisableUser', { UserPoolId, Username: anna });

    expect((await list({ Filter: 'email = "Ann@example.com"' })).names).toEqual([ann]);
    expect((await list({ Filter: 'email ^= "ann"' })).names.sort()).toEqual([ann, anna].sort());
    expect((await list({ Filter: `sub = "${anna}"` })).names).toEqual([anna]);
    expect((await list({ Filter: `username ^= "${ann.slice(0, 20)}"` })).names).toEqual([ann]);
    expect((await list({ Filter: 'status = "Disabled"' })).names).toEqual([anna]);
    expect((await list({ Filter: 'cognito:user_status = "CONFIRMED"' })).names).toHaveLength(2);
    const paged = await list({ Filter: 'email ^= "ann"', Limit: 1 });
    const rest = await list({ Filter: 'email ^= "ann"', PaginationToken: String(paged.token) });
    expect([...paged.names, ...rest.names]).toEqual([ann, anna]);
  });

  it('gives only the attributes asked for', async () => {
    await aUser(engine, UserPoolId, 'ann@example.com');

    const answer = await engine.call('ListUsers', { UserPoolId, AttributesToGet: ['email'] });

    expect(answer['Users']).toMatchObject([
      { Attributes: [{ Name: 'email', Value: 'ann@example.com' }] },
    ]);
  });

  it.each(['custom:tenantId = "t1"', 'email > "a"', 'email = a'])('refuses %s', async (Filter) => {
    await expect(list({ Filter })).rejects.toMatchObject({ code: 'InvalidParameterException' });
  });

  it("refuses another pool's token", async () => {
    const [other, here] = [UserPoolId, await aPool(engine)];
    await aUser(engine, other);
    await aUser(engine, other);
    const { token } = await list({ Limit: 1 });
    UserPoolId = here;

    await expect(list({ PaginationToken: String(token) })).rejects.toMatchObject({
      code: 'InvalidParameterException',
    });
  });
});
