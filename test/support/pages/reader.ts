import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { npmStart } from '../npmStart.ts';
import { filledIn, isAnswered, type Known } from './documentedAnswer.ts';
import type { DocumentedCommand } from './documentedCommands.ts';
import { type Printed, readersShell } from './readersShell.ts';
import { endpoint } from './situations.ts';

/** Longer than anything takes that a page shows. */
const PATIENCE_MS = 60_000;

const NPX = /^npx onboard /;

/** What only looks may come too early, and is then done again: nothing else is. */
const LOOKS = [
  /^curl -si? (?!.*-X)/,
  /^aws \S+ (list|get|describe)-/,
  /^npx onboard (find|status|tenants( list| show)?|sagas (list|show)|dlq (list|show)|users list|webhooks list)\b(?! \S*activate)/,
];

/** What a reader types at a question is in the page's answer the line after it. */
const typedIn = (answer: readonly string[]) => {
  const at = answer.findIndex((line) => line.endsWith('to go on:')) + 1;
  if (at === 0) return { typed: '', shown: answer };
  return { typed: `${answer[at]}\n`, shown: answer.filter((_, line) => line !== at) };
};

/** Somebody who follows the pages one after the other, on one local run of their own. */
export const aReader = async () => {
  const checkout = process.cwd();
  const folder = await mkdtemp(join(tmpdir(), 'reader-'));
  const run = await npmStart(join(folder, '.local'));
  const shell = await readersShell(folder, checkout);
  const webhook = await endpoint();
  const { AwsEndpoint = '' } = run.outputs;

  const ofThisRun = (text: string): string =>
    text
      .replaceAll('http://127.0.0.1:4566', AwsEndpoint)
      .replaceAll('127.0.0.1:8080', `127.0.0.1:${webhook.port}`);

  const typing = async (command: string, typed: string): Promise<Printed> => {
    if (!NPX.test(command)) return shell.run(command);
    process.chdir(folder);
    try {
      return await shell.onboard(command.replace(NPX, ''), typed);
    } finally {
      process.chdir(checkout);
    }
  };

  /** Does it once; whether that is what the page says, and what it was. */
  const once = async (line: string, answer: readonly string[], known: Known) => {
    const { typed, shown } = typedIn(answer);
    const { text, code } = await typing(line, typed);
    const isRight = shown.length === 0 ? code === 0 : isAnswered(shown, text, known);
    return { isRight, line, exit: code, printed: text };
  };

  return {
    run,
    /** Does what a page says; answers what came of it where that is not what the page says. */
    async follow({ command, answer }: DocumentedCommand, known: Known) {
      const line = filledIn(ofThisRun(command), known);
      const due = answer.map(ofThisRun);
      const isLook = LOOKS.some((looks) => looks.test(command));
      const latest = Date.now() + (isLook ? PATIENCE_MS : 0);
      let came = await once(line, due, known);
      while (!came.isRight && Date.now() < latest) {
        await pause(200);
        came = await once(line, due, known);
      }
      return came.isRight ? undefined : came;
    },
    async leave() {
      await shell.end();
      await webhook.close();
      await run.end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
};
export type Reader = Awaited<ReturnType<typeof aReader>>;
