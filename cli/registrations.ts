import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { Tier } from '#events/fields.ts';
import { UsageError } from '../client/failure.ts';
import { examples } from './examples.ts';
import { checkFile, registerFile } from './registerFile.ts';
import { Accepted, isSettled, printRegistration, Registration } from './registrationViews.ts';
import {
  type Connected,
  connected,
  type Session,
  type TargetOptions,
  withTarget,
} from './session.ts';

const POLL_MS = 500;

const read = async ({ api }: Connected, registrationId: string): Promise<Registration> =>
  Registration.parse(
    await api.open('GET', `registrations/${encodeURIComponent(registrationId)}`, {}),
  );

/** Reads a registration until it is active or failed; each new status is noted. */
const watched = async (to: Connected, registrationId: string): Promise<Registration> => {
  let known: string | undefined;
  for (;;) {
    const registration = await read(to, registrationId);
    if (isSettled(registration)) return registration;
    if (registration.status !== known) to.terminal.note(`${registration.status} …`);
    known = registration.status;
    await sleep(POLL_MS);
  }
};

const exitOf = ({ status }: Registration): number => (status === 'failed' ? 1 : 0);

type RegisterOptions = TargetOptions & {
  file?: string;
  dryRun?: boolean;
  email?: string;
  tier: string;
  phone?: string;
  address?: string;
  idempotencyKey?: string;
  watch?: boolean;
};

/** What a file says itself, of each company. */
const OF_ONE_COMPANY = ['email', 'tier', 'phone', 'address', 'idempotencyKey', 'watch'];

/** A tier in any case of letters. */
const tierOf = (given: string): Tier => {
  const { data } = Tier.safeParse(given.trim().toLowerCase());
  if (data !== undefined) return data;
  throw new InvalidArgumentError(`Allowed choices are ${Tier.options.join(', ')}.`);
};

const registerOne = async (session: Session, tenantName: string, options: RegisterOptions) => {
  const to = await connected(session, options);
  const { email: adminEmail, tier, phone, address, idempotencyKey, watch } = options;
  const accepted = Accepted.parse(
    await to.api.asOperator('POST', 'tenants', {
      body: { tenantName, adminEmail, tier, phone, address },
      ...(idempotencyKey !== undefined && { headers: { 'idempotency-key': idempotencyKey } }),
    }),
  );
  if (!watch) {
    printRegistration(to, { ...accepted, tenantName, tier });
    return 0;
  }
  to.terminal.note(`registration ${accepted.registrationId}, tenant ${accepted.tenantId}`);
  const settled = await watched(to, accepted.registrationId);
  printRegistration(to, settled);
  return exitOf(settled);
};

/** One company, which is named with its admin's address, or those of a file. */
const register = (
  session: Session,
  tenantName: string | undefined,
  options: RegisterOptions,
): Promise<number> => {
  const { file, dryRun, email } = options;
  if (file !== undefined) {
    if (tenantName !== undefined) throw new UsageError('name a company, or give --file');
    return dryRun ? checkFile(session, file, options) : registerFile(session, file, options);
  }
  if (dryRun) throw new UsageError('--dry-run goes with --file');
  if (tenantName === undefined) throw new UsageError('name a company, or give --file');
  if (email === undefined)
    throw new UsageError('--email <address> is required: of the first admin');
  return registerOne(session, tenantName, options);
};

const status = async (
  session: Session,
  registrationId: string,
  options: TargetOptions & { watch?: boolean },
) => {
  const to = await connected(session, options);
  const registration = await (options.watch ? watched : read)(to, registrationId);
  printRegistration(to, registration);
  return exitOf(registration);
};

const addRegister = (program: Command, session: Session, done: (code: number) => void) =>
  withTarget(program.command('register'))
    .summary('register a company, or those of a file')
    .description(
      [
        'Registers a company at once: no code is asked for, unlike by the sign-up form. By --file those of',
        'a CSV file with the columns tenantName,adminEmail,tier and maybe phone,address. The same file may',
        'be run again: what is registered already is not registered twice. Exit code 1 when a row failed.',
      ].join(' '),
    )
    .argument('[tenantName]', 'what the company calls itself')
    .option('--email <address>', 'the first admin’s e-mail address')
    .addOption(
      new Option('--tier <tier>', 'its plan')
        .choices(Tier.options)
        .argParser(tierOf)
        .default('basic'),
    )
    .option('--phone <number>', 'with its country code, as "+44 20 7946 0000 ext. 12"')
    .option('--address <text>', 'where the company is')
    .option('--idempotency-key <key>', 'makes it safe to repeat: same key, same tenant')
    .option('--watch', 'wait until the tenant is active, or has failed (exit code 1)')
    .addOption(
      new Option('--file <csv>', 'register the companies of this file').conflicts(OF_ONE_COMPANY),
    )
    .option('--dry-run', 'with --file: judge the rows, and ask the server nothing')
    .addHelpText(
      'after',
      examples(
        'register Acme --email ada@acme.example',
        'register "Globex & Sons" --email hank@globex.example --tier platinum --watch',
        'register --file tenants.csv --dry-run',
        'register --file tenants.csv',
      ),
    )
    .action(async (name: string | undefined, options: RegisterOptions) =>
      done(await register(session, name, options)),
    );

/** `register` and `status`. */
export const addRegistrations = (
  program: Command,
  session: Session,
  done: (code: number) => void,
) => {
  addRegister(program, session, done);
  withTarget(program.command('status'))
    .summary('show what has become of a registration')
    .description('Shows what has become of a registration. Exit code 1 when it has failed.')
    .argument('<registrationId>')
    .option('--watch', 'wait until the tenant is active, or has failed')
    .addHelpText(
      'after',
      `
Examples:
  $ npx onboard status 01M7ZYAMZX3N5B8Q2W4E6R8T0Y --watch
  $ npx onboard status 01M7ZYAMZX3N5B8Q2W4E6R8T0Y --json | jq -r .status`,
    )
    .action(async (id: string, options: TargetOptions & { watch?: boolean }) =>
      done(await status(session, id, options)),
    );
};
