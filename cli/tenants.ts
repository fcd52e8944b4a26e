import type { Command } from 'commander';
import { z } from 'zod';
import { positive } from './numbers.ts';
import { listed, noteMore } from './pages.ts';
import { connected, type Session, type TargetOptions, withTarget } from './session.ts';

const Tenants = z
  .object({
    tenants: z.array(
      z.looseObject({
        tenantId: z.string(),
        tenantName: z.string(),
        tier: z.string(),
        deployment: z.string(),
        status: z.string(),
      }),
    ),
  })
  .transform(({ tenants }) => tenants);

const list = async (session: Session, options: TargetOptions & { limit: number }) => {
  const to = await connected(session, options);
  const { entries, more } = await listed(to, { path: 'tenants', entries: Tenants }, options.limit);
  if (to.json) to.terminal.json(entries);
  else {
    to.terminal.table(
      ['TENANT', 'NAME', 'TIER', 'PLACED IN', 'STATUS'],
      entries.map(({ tenantId, tenantName, tier, deployment, status }) => [
        tenantId,
        tenantName,
        tier,
        deployment,
        to.terminal.paint(status === 'active' ? 'good' : 'bad', status),
      ]),
    );
  }
  noteMore(to, more, entries.length);
};

/** `tenants`. */
export const addTenants = (program: Command, session: Session) => {
  withTarget(program.command('tenants'))
    .summary('list the tenants')
    .description('Lists the tenants that have a route: active ones, and those switched off.')
    .option('--limit <n>', 'how many at most', positive, 100)
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard tenants
  $ npx onboard tenants --limit 5000 --json | jq -r '.[].tenantId'`,
    )
    .action((options: TargetOptions & { limit: number }) => list(session, options));
};
