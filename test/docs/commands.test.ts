import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DocumentedCommand, documentedCommands } from '../support/pages/documentedCommands.ts';
import { aReader, type Reader } from '../support/pages/reader.ts';
import { brokenEvent, nextOneIsStuck } from '../support/pages/situations.ts';

const START_MS = 120_000;
const PAGE_MS = 120_000;

/** In the order of who begins here; what a page sets, later ones may use. */
const FIRST = ['README.md', 'docs/local-run.md', 'docs/cli.md'];
const others = readdirSync('docs')
  .filter((file) => file.endsWith('.md'))
  .map((file) => join('docs', file))
  .filter((page) => !FIRST.includes(page))
  .sort();
const pages = [...FIRST, ...others].map((page) => ({ page, commands: documentedCommands(page) }));

const hasAwsCli = spawnSync('aws', ['--version']).status === 0;

/** What is no part of this test, and why. */
const LEFT_OUT: readonly { what: RegExp; why: string }[] = [
  { what: /^npm ci && npm start$/, why: 'this test has done it' },
  { what: /^npx onboard events tail$/, why: 'endless; test/cli/eventsTail.test.ts' },
  { what: /^npx onboard webhooks listen /, why: 'endless; test/cli/webhooks.test.ts' },
  {
    what: /^npx onboard orphans/,
    why: 'an orphan is an hour old; test/e2e/orphanRemoval.test.ts',
  },
  { what: /serveMock|cdk synth/, why: 'endless, and slow; test/e2e/subscriberReplay.test.ts' },
];
const AWS_CLI = /\baws [a-z]|\$TOKEN\b/;

/** Whether a section asks for the AWS CLI, or for a token that was had by it. */
const needsAwsCli = (page: string, section: string): boolean =>
  documentedCommands(page).some((one) => one.section === section && AWS_CLI.test(one.command));

const whyLeftOut = ({ at, section, command }: DocumentedCommand): string | undefined => {
  const known = LEFT_OUT.find(({ what }) => what.test(command))?.why;
  if (known !== undefined || hasAwsCli) return known;
  const [page = ''] = at.split(':');
  return needsAwsCli(page, section) ? 'the AWS CLI is not on this machine' : undefined;
};

/** What has gone wrong before a section is read. A stuck undo takes ten seconds: it is begun two sections earlier. */
const SITUATIONS: Record<string, (reader: Reader) => Promise<unknown>> = {
  'docs/cli.md Tenants': async ({ run, follow }) => {
    await nextOneIsStuck(run.outputs);
    const command = 'npx onboard register Soylent --email sol@soylent.example';
    await follow({ command, answer: [], at: '', section: '', needsAws: false }, new Map());
  },
  'docs/cli.md Dead letters': ({ run }) => brokenEvent(run.outputs),
};

/** What the first commands of a local run answer; they are printed without. */
const FIRST_ANSWERS = [
  '{"registrationId":"REGISTRATION_ID",…"status":"unconfirmed"}',
  '[{…This code confirms it:…12345678…}]',
  '{"registrationId":"REGISTRATION_ID",…"status":"registered"}',
  '{"registrationId":"REGISTRATION_ID",…"status":"active"}',
  '[{…You are invited…}]',
  '{…"appClientId":"…",…}',
];

const counts = { run: 0, onAws: 0, leftOut: new Map<string, number>() };

describe('the commands of', () => {
  let reader: Reader;
  beforeAll(async () => {
    reader = await aReader();
  }, START_MS);
  afterAll(() => reader.leave());

  const prepared = new Set<string>();
  const prepare = async (page: string, { section }: DocumentedCommand) => {
    const place = `${page} ${section}`;
    if (prepared.has(place)) return;
    prepared.add(place);
    await SITUATIONS[place]?.(reader);
  };

  const followed = async (page: string, commands: readonly DocumentedCommand[]) => {
    const known = new Map<string, string>();
    for (const one of commands) {
      await prepare(page, one);
      const other = await reader.follow(one, known);
      counts.run += 1;
      if (other) return { at: one.at, page: one.answer.join('\n'), ...other };
    }
    return undefined;
  };

  it.each(pages.filter(({ commands }) => commands.length > 0))(
    '$page do what it says',
    async ({ page, commands }) => {
      const here = commands.filter(({ needsAws }) => !needsAws);
      counts.onAws += commands.length - here.length;
      for (const why of here.map(whyLeftOut).filter((one) => one !== undefined)) {
        counts.leftOut.set(why, (counts.leftOut.get(why) ?? 0) + 1);
      }

      const due = here.filter((one) => whyLeftOut(one) === undefined);
      expect(await followed(page, due)).toBeUndefined();
    },
    PAGE_MS,
  );

  it(
    'npm start, which it prints, work',
    async () => {
      const printed = reader.run.lines.map((line) => line.trimStart()).join('\n');
      const curls = printed
        .replaceAll('\\\n', '')
        .split('\n')
        .filter((line) => line.startsWith('curl'))
        .map((line) => line.replace('Acme', 'Wonka').replace('acme', 'wonka'));
      const known = new Map<string, string>();

      expect(curls).toHaveLength(FIRST_ANSWERS.length);
      for (const [at, command] of curls.entries()) {
        const answer = [FIRST_ANSWERS[at] ?? ''];
        const one = { command, answer, at: '', section: '', needsAws: false };
        expect(await reader.follow(one, known)).toBeUndefined();
      }
    },
    PAGE_MS,
  );
});

describe('what is left out', () => {
  it('is counted', () => {
    const all = pages.flatMap(({ commands }) => commands).filter(({ needsAws }) => !needsAws);
    const reasons = [...counts.leftOut].map(([why, count]) => `  ${count} left out: ${why}\n`);
    process.stdout.write(
      `commands of the pages: ${counts.run} run, ${counts.onAws} for AWS\n${reasons.join('')}`,
    );

    const unused = LEFT_OUT.filter(({ what }) => !all.some(({ command }) => what.test(command)));
    expect(unused).toEqual([]);
  });
});
