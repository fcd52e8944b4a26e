import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Command } from 'commander';
import { z } from 'zod';
import { Failure } from '../client/failure.ts';
import { awsConfig } from '../client/target.ts';
import { agree, type ConsentOptions, withConsent } from './consent.ts';
import { connected, type Session, type TargetOptions, withTarget } from './session.ts';

type OrphansOptions = TargetOptions & ConsentOptions & { remove?: boolean };

const Swept = z.object({
  found: z.array(
    z.object({ kind: z.string(), name: z.string(), id: z.string(), tenantId: z.string() }),
  ),
  removed: z.number(),
  detached: z.array(z.object({ tenantId: z.string(), apiKeyId: z.string() })),
  complete: z.boolean(),
});

const Failed = z.object({ errorType: z.string(), errorMessage: z.string() });

const sweep = async (session: Session, options: OrphansOptions): Promise<void> => {
  const to = await connected(session, options);
  const { terminal, outputs, json } = to;
  if (options.remove) await agree(to, options, 'removing what no tenant owns');
  const invoke = new InvokeCommand({
    FunctionName: outputs.OrphanSweeperFunction,
    Payload: JSON.stringify({ remove: options.remove === true }),
  });
  const { Payload, FunctionError } = await new LambdaClient(awsConfig(outputs)).send(invoke);
  const answer: unknown = JSON.parse(Payload?.transformToString() ?? 'null');
  if (FunctionError !== undefined) {
    const { errorType, errorMessage } = Failed.parse(answer);
    throw new Failure(`the sweep failed: ${errorMessage} (${errorType}; its log says more)`);
  }
  const swept = Swept.parse(answer);
  if (json) return terminal.json(swept);
  const { found, removed, detached, complete } = swept;
  if (found.length > 0) {
    const rows = found.map(({ kind, name, id, tenantId }) => [kind, name, id, tenantId]);
    terminal.table(['KIND', 'NAME', 'ID', 'TENANT'], rows);
  }
  terminal.line(`${found.length} found, ${removed} removed`);
  for (const { tenantId, apiKeyId } of detached) {
    terminal.note(`the API key ${apiKeyId} of ${tenantId} is in no usage plan`);
  }
  if (!complete) terminal.note('… there may be more: sweep again');
};

/** `orphans`. */
export const addOrphans = (program: Command, session: Session) =>
  withConsent(withTarget(program.command('orphans')))
    .summary('find, and remove, what no tenant owns')
    .description(
      [
        'Finds what is named after a tenant, is older than an hour, and is owned by none: user pools, app',
        'clients, API keys, tables, routes, claims. The schedule finds them as well, every hour; only',
        '--remove removes them. Exit code 1 when one could not be removed.',
      ].join(' '),
    )
    .option('--remove', 'remove them')
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard orphans
  $ npx onboard orphans --remove`,
    )
    .action((options: OrphansOptions) => sweep(session, options));
