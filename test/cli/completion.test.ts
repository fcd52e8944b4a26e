import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { onboard } from '../support/cliRun.ts';

const scripts: Record<string, string> = {};

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out } = await onboard(['completion', shell]);
    expect(code).toBe(0);
    scripts[shell] = out;
  }
});

/** What bash offers for the last of these words. */
const offered = async (...words: string[]): Promise<string[]> => {
  const script = `${scripts['bash']}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _onboard
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const args = ['--norc', '-c', script, 'bash', 'onboard', ...words];
  const { stdout } = await promisify(execFile)('bash', args);
  return stdout.split('\n').filter(Boolean);
};

describe('npx onboard completion', () => {
  it.each([
    [['ten'], ['tenants']],
    [
      ['users', 'r'],
      ['role', 'remove'],
    ],
    [
      ['users', 'role', 'some', 'Tenant'],
      ['TenantAdmin', 'TenantUser'],
    ],
    [
      ['register', '--tier', ''],
      ['basic', 'standard', 'premium', 'platinum'],
    ],
    [['register', 'Acme', '--json', '--ti'], ['--tier']],
    [
      ['events', 'tail', '--event', 'TenantP'],
      ['TenantProvisioned', 'TenantProvisioningFailed'],
    ],
    [['tenants', '--target', 'local', 'show', '--o'], ['--outputs']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', '--help'],
    ],
    [['register', '--file', ''], []],
    [['nonsense', 'us'], ['users']],
  ])('offers in bash after onboard %j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });

  it('offers each command that --help shows, with its own commands', async () => {
    const commandsIn = async (...command: string[]): Promise<string[]> => {
      const { out } = await onboard([...command, '--help']);
      const [, listed = ''] = out.split('\nCommands:\n');
      const [own = ''] = listed.split('\n\n');
      return [...own.matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name);
    };
    const all = await commandsIn();

    expect(all).toEqual(expect.arrayContaining(['users', 'webhooks', 'dlq', 'completion']));
    expect((await offered('')).filter((word) => !word.startsWith('--'))).toEqual(all);
    for (const group of ['users', 'webhooks', 'dlq', 'tenants', 'sagas', 'events']) {
      const own = (await offered(group, '')).filter((word) => !word.startsWith('--'));
      expect(own).toEqual(await commandsIn(group));
    }
  });

  it('gives zsh what bash has', () => {
    expect(scripts['zsh']).toBe(
      `autoload -U compinit bashcompinit && compinit && bashcompinit\n${scripts['bash']}`,
    );
  });

  it('tells fish what each word is for, and offers files where nothing else is known', () => {
    const lines = scripts['fish']?.split('\n') ?? [];

    expect(lines).toEqual(
      expect.arrayContaining([
        "complete -c onboard -n '__onboard_at onboard users' -a 'invite' -d 'invite somebody'",
        "complete -c onboard -n '__onboard_at onboard users role' -a 'TenantAdmin' -d ''",
        "complete -c onboard -n '__onboard_at onboard register' -l tier -x -a 'basic standard premium platinum' -d 'its plan'",
        "complete -c onboard -n '__onboard_at onboard register' -l file -r -F -d 'register the companies of this file'",
      ]),
    );
    expect(lines.filter((line) => line.split("'").length % 2 === 0)).toEqual([]);
  });
});
