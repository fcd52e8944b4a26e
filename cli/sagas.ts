import { type Command, Option } from 'commander';
import { z } from 'zod';
import { withConsent } from './consent.ts';
import { moment, positive } from './numbers.ts';
import { listed, noteMore } from './pages.ts';
import { type ReplayOptions, readSaga, replay } from './replay.ts';
import { printSaga, printSagas, Saga } from './sagaViews.ts';
import { connected, type Session, type TargetOptions, withTarget } from './session.ts';

const Sagas = z.object({ sagas: z.array(Saga) }).transform(({ sagas }) => sagas);

type ListOptions = TargetOptions & {
  limit: number;
  kind?: string;
  status?: string;
  tenant?: string;
};

const kind = (says: string) =>
  new Option('--kind <kind>', `${says}; onboarding where not given`).choices([
    'onboarding',
    'offboarding',
  ]);

const list = async (session: Session, options: ListOptions) => {
  const to = await connected(session, options);
  const query = {
    ...(options.kind !== undefined && { kind: options.kind }),
    ...(options.status !== undefined && { status: options.status }),
    ...(options.tenant !== undefined && { tenantId: options.tenant }),
  };
  const { entries, more } = await listed(
    to,
    { path: 'sagas', entries: Sagas, query },
    options.limit,
  );
  if (to.json) to.terminal.json(entries);
  else printSagas(to.terminal, entries);
  noteMore(to, more, entries.length);
};

const show = async (session: Session, name: string, options: TargetOptions) => {
  const to = await connected(session, options);
  const saga = await readSaga(to, name);
  if (to.json) to.terminal.json(saga);
  else printSaga(to, saga);
};

const addReplay = (sagas: Command, session: Session, done: (code: number) => void) => {
  withConsent(withTarget(sagas.command('replay')))
    .summary('run failed sagas again')
    .description(
      [
        'Runs a saga again that came to nothing, as a new execution for the same tenant; what its last',
        'run could not undo is undone first. With --all, every saga whose newest run failed and that',
        'matches. Exit code 1 when one is refused, or with --watch when it fails again.',
      ].join(' '),
    )
    .argument('[executionName]', 'any run of the saga')
    .option('--watch', 'wait until the one that is named has ended')
    .option('--all', 'all that match:')
    .addOption(kind('  of this kind'))
    .option('--failed-step <step>', '  that failed at this step')
    .option('--tenant <tenantId>', '  of this tenant')
    .option('--started-after <time>', '  whose run began after this', moment)
    .option('--started-before <time>', '  whose run began before this', moment)
    .option('--stuck', '  that left something behind')
    .option('--no-stuck', '  that left nothing behind')
    .option('--dry-run', 'say what --all would replay, and replay nothing')
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard sagas replay 01M7ZYB0QK3N5B8Q2W4E6R8T0Y --watch
  $ npx onboard sagas replay --all --failed-step CreateApiKey --dry-run
  $ npx onboard sagas replay --all --stuck --started-after 2026-01-05`,
    )
    .action(async (name: string | undefined, options: ReplayOptions) =>
      done(await replay(session, name, options)),
    );
};

/** `sagas list`, `sagas show` and `sagas replay`. */
export const addSagas = (program: Command, session: Session, done: (code: number) => void) => {
  const sagas = program
    .command('sagas')
    .description('Onboardings and offboardings as they run.')
    .summary('list, show, replay');
  withTarget(sagas.command('list'))
    .description('Lists sagas, newest first.')
    .addOption(kind('which sagas'))
    .addOption(new Option('--status <status>').choices(['running', 'succeeded', 'failed']))
    .option('--tenant <tenantId>', 'of this tenant only')
    .option('--limit <n>', 'how many at most', positive, 50)
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard sagas list --status failed
  $ npx onboard sagas list --status failed --json | jq -r '.[].executionName'`,
    )
    .action((options: ListOptions) => list(session, options));
  withTarget(sagas.command('show'))
    .description(
      'Shows a saga: each step with its attempts, what failed, what was undone, what is stuck.',
    )
    .argument('<executionName>')
    .action((name: string, options: TargetOptions) => show(session, name, options));
  addReplay(sagas, session, done);
};
