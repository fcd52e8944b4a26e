import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Decision } from '../../engine/endpoint/authorize.ts';
import { agedOrphans, strayedPool, strayedSilo } from '../support/agedOrphans.ts';
import { tapBus } from '../support/busTap.ts';
import { type Cli, cliFor } from '../support/cliRun.ts';
import { settableClock } from '../support/isolation/isolationClock.ts';
import { belongings, inventory, nothing } from '../support/leftovers.ts';
import { type Product, startProduct } from '../support/product.ts';
import { unlimited } from '../support/unlimited.ts';

const Swept = z.object({
  found: z.array(z.object({ kind: z.string(), id: z.string() })),
  removed: z.number(),
  complete: z.boolean(),
});

const REMOVAL = /:(Delete\w*|DELETE)$/;

describe('the deployed sweeper of orphans', () => {
  let product: Product;
  let bus: Awaited<ReturnType<typeof tapBus>>;
  let cli: Cli;
  let before: Awaited<ReturnType<typeof inventory>>;
  /** Kind and id of all that is nobody's. */
  let orphans: string[];
  const decisions: Decision[] = [];

  const swept = async (...options: string[]) => {
    const { found, ...rest } = Swept.parse(await cli.json(['orphans', ...options]));
    return { found: found.map(({ kind, id }) => `${kind} ${id}`).sort(), ...rest };
  };

  const toldOf = async () =>
    (await bus.read())
      .filter((event) => event['detail-type'] === 'OrphansFound')
      .map(({ detail: { metadata, data } }) => ({ tenantId: metadata.tenantId, data }))
      .sort((a, b) => (a.tenantId < b.tenantId ? -1 : 1));

  const removals = () =>
    new Set(
      decisions.map(({ permission }) => permission.action).filter((each) => REMOVAL.test(each)),
    );

  beforeAll(async () => {
    const time = settableClock();
    product = await startProduct({
      ...unlimited,
      clock: time.clock,
      // A saga is stopped here before its first function has started, which takes a thread.
      threads: true,
      onDecision(decision) {
        const { principal } = decision.call;
        const isSweeper =
          principal.kind === 'role' && principal.roleName.includes('ProvisioningOrphans');
        if (isSweeper) decisions.push(decision);
      },
    });
    bus = await tapBus(product);
    cli = await cliFor(product);
    before = await inventory(product);
    orphans = await agedOrphans(product, time);
    await bus.read();
  }, 90_000);
  afterAll(async () => {
    await product.stop();
    await cli.remove();
  });

  it('finds one of each kind and only tells, as its schedule does', async () => {
    const made = await inventory(product);

    expect(await swept()).toEqual({ found: orphans, removed: 0, complete: true });
    expect(await inventory(product)).toEqual(made);
    expect(await toldOf()).toMatchObject([
      { tenantId: strayedSilo, data: { removed: false } },
      { tenantId: strayedPool, data: { removed: false } },
    ]);
    expect([...removals()]).toEqual([]);
  });

  it('says why a sweep failed', async () => {
    const denied = { error: 'AccessDeniedException', when: 'before', times: 1 } as const;
    product.fault({ service: 'dynamodb', operation: 'Scan', ...denied });

    const { code, out, err } = await cli.run(['orphans']);

    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^error: the sweep failed: .+ \(AccessDeniedException; its log says more\)$/m,
    );
  });

  it('removes each by the role that its template gives it', async () => {
    expect(await swept('--remove')).toEqual({
      found: orphans,
      removed: orphans.length,
      complete: true,
    });
    expect(await belongings(product, strayedSilo)).toEqual(nothing);
    expect(await belongings(product, strayedPool)).toEqual(nothing);
    expect([...removals()].sort()).toEqual([
      'apigateway:DELETE',
      'cognito-idp:DeleteUserPool',
      'cognito-idp:DeleteUserPoolClient',
      'dynamodb:DeleteItem',
      'dynamodb:DeleteTable',
    ]);
    expect(decisions.filter(({ verdict }) => !verdict.allowed)).toEqual([]);
  });

  it('tells of each tenant’s that they are gone', async () => {
    expect(await toldOf()).toMatchObject([
      { tenantId: strayedSilo, data: { removed: true } },
      { tenantId: strayedPool, data: { removed: true } },
    ]);
  });

  it('leaves everything else as it was, and nothing to find', async () => {
    expect(await inventory(product)).toEqual(before);
    expect(await cli.run(['orphans'])).toMatchObject({
      code: 0,
      out: '0 found, 0 removed\n',
      err: '',
    });
  });
});
