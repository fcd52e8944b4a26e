import { z } from 'zod';
import { isLastWord } from './actsAtOnce.ts';
import { type Facts, factsOf, isServed } from './checks/facts.ts';
import { farewellViolations } from './checks/farewell.ts';
import { redriveAll, replay } from './operatorsWork.ts';
import type { Run } from './run.ts';
import { asOperator } from './world/functions.ts';
import { insist } from './world/insist.ts';
import { chanceOf } from './world/seededRandom.ts';

const MINUTE = 60_000;

/** How many of the tenants leave. */
const SHARE = 0.7;
/** One that leaves waits so long after the first one, at most. */
const SPREAD_MS = 4 * MINUTE;
const MOST_ROUNDS = 3;
const MOST_ROWS = 40;

type Leaver = { tenantId: string; tenantName: string; writtenFor: string };

const TENANT_STATUS = 'provisioning/tenants/tenantStatus';

const pooledTableIn = ({ tables }: Facts): string => {
  const pooled = tables.find((name) => /app-plane-PooledTable/.test(name));
  if (pooled === undefined) throw new Error('no table that tenants share');
  return pooled;
};

/** Where its admin is written to, unless somebody has signed up by the same address for another tenant. */
const addressOnlyOf = (tenantId: string, { registrations }: Facts): string | undefined => {
  const all = registrations.map(({ registration }) => registration);
  const address = all.find((one) => one.tenantId === tenantId)?.adminEmail;
  const others = all.filter((one) => one.tenantId !== tenantId && one.adminEmail === address);
  return others.length > 0 ? undefined : address;
};

/** Some of the tenants of a run leave, by an operator's request, while things go wrong. */
export class Leaving {
  readonly #run: Run;
  readonly #seed: number;
  readonly #settle: (stage: string) => Promise<void>;
  #asked = 0;

  constructor(run: Run, seed: number, settle: (stage: string) => Promise<void>) {
    this.#run = run;
    this.#seed = seed;
    this.#settle = settle;
  }

  get waiting(): number {
    return this.#asked;
  }

  /** Has them leave, and lets operators finish what failed; answers what is wrong then. */
  async carryOut(repairAfter: number): Promise<string[]> {
    const { world, mishaps } = this.#run;
    const { time } = world.parts;
    const facts = factsOf(this.#run.database);
    await time.during(this.#addRows(facts));
    const leavers = this.#leavers(facts);
    for (const { tenantId } of leavers) this.#run.live.letGo(tenantId);
    mishaps.over = false;
    time.after(repairAfter + 3 * MINUTE, () => {
      mishaps.over = true;
    });
    for (const [index, leaver] of leavers.entries()) this.#ask(leaver, index);
    await this.#settle('while tenants leave');
    mishaps.over = true;
    await this.#settle('after the repair');
    await this.#replayAll();
    await redriveAll(world, this.#run.deployment, () => this.#settle('after redriving'));
    const left = leavers.map(({ tenantId, writtenFor: owner }) => ({
      tenantId,
      owner,
      address: addressOnlyOf(tenantId, facts),
    }));
    const back = await this.#comeBack(leavers);
    return [...back, ...farewellViolations(this.#run.database, this.#run.witness.published, left)];
  }

  /** Nobody who has left is made once more by the runs that once made it. */
  async #comeBack(leavers: readonly Leaver[]): Promise<string[]> {
    const { world, database } = this.#run;
    const { executions } = factsOf(database);
    const found: string[] = [];
    for (const { tenantId, writtenFor } of leavers) {
      for (const { name } of executions.filter((run) => run.name.startsWith(writtenFor))) {
        const status = await world.parts.time.during(replay(world, name));
        if (status < 300) found.push(`${name} was replayed, although ${tenantId} has left`);
      }
    }
    await this.#settle('after replays of onboardings');
    return found;
  }

  #leavers({ routes, registrations }: Facts): Leaver[] {
    const served = new Set(
      registrations.flatMap(({ registration }) =>
        isServed(registration) ? [registration.tenantId] : [],
      ),
    );
    return routes.filter(
      ({ tenantId }) => served.has(tenantId) && chanceOf(this.#seed, `leaves ${tenantId}`) < SHARE,
    );
  }

  /** Rows of each tenant, in the table that its requests go to. */
  async #addRows(facts: Facts): Promise<void> {
    const { world } = this.#run;
    for (const { tenantId, tableName } of facts.routes) {
      const count = Math.floor(MOST_ROWS * chanceOf(this.#seed, `rows of ${tenantId}`));
      for (let row = 0; row < count; row += 1) {
        // A tenant with a table of its own may have some in the shared one, from before.
        const TableName = row % 7 === 6 ? pooledTableIn(facts) : tableName;
        const Item = { pk: { S: `${tenantId}#${row % 10}` }, sk: { S: `product#${row}` } };
        await world.call('dynamodb', 'PutItem', { TableName, Item });
      }
    }
  }

  #ask({ tenantId, tenantName }: Leaver, index: number): void {
    const { world } = this.#run;
    this.#asked += 1;
    const request = {
      method: 'DELETE',
      resource: '/tenants/{tenantId}',
      path: { tenantId },
      body: { confirm: tenantName, graceDays: 0 },
    };
    const ask = async () => {
      await insist(world, async () =>
        isLastWord((await asOperator(world, TENANT_STATUS, request)).statusCode),
      );
      this.#asked -= 1;
    };
    const after = index === 0 ? 0 : SPREAD_MS * chanceOf(this.#seed, `leaves after ${index}`);
    world.parts.time.after(after, () => void ask());
  }

  /** Operators replay what failed, until nothing does. */
  async #replayAll(): Promise<void> {
    const { world } = this.#run;
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const failed = await world.parts.time.during(this.#failed());
      if (failed.length === 0) return;
      for (const name of failed) await world.parts.time.during(replay(world, name));
      await this.#settle('after replaying');
    }
  }

  async #failed(): Promise<string[]> {
    const query = { kind: 'offboarding', status: 'failed', limit: '100' };
    const { body } = await asOperator(this.#run.world, 'provisioning/operators/sagas', {
      method: 'GET',
      resource: '/sagas',
      query,
    });
    const { sagas } = z
      .object({ sagas: z.array(z.object({ executionName: z.string(), tenantId: z.string() })) })
      .parse(JSON.parse(body));
    const { receipts } = factsOf(this.#run.database);
    const isDone = (tenantId: string) =>
      receipts.some((one) => one.tenantId === tenantId && one.offboardedAt !== undefined);
    return sagas.filter(({ tenantId }) => !isDone(tenantId)).map((saga) => saga.executionName);
  }
}
