import { readFileSync } from 'node:fs';

/** A command of a page, where it stands, and what the page says that it prints, line by line. */
export type DocumentedCommand = {
  at: string;
  /** The nearest heading above it. */
  section: string;
  command: string;
  /** Empty where the page says nothing of it. */
  answer: readonly string[];
  /** Whether its block is marked `aws`: it is for a deployment there. */
  needsAws: boolean;
};

type Line = { text: string; number: number };
type Block = { shell: 'sh' | 'console'; needsAws: boolean; section: string; lines: Line[] };

const FENCE = /^```(sh|console)( aws)?$/;

const nextBlock = (lines: readonly Line[], from: number): Line[] => {
  const end = lines.findIndex(({ text }, at) => at > from && text === '```');
  return lines.slice(from + 1, end);
};

const blocksOf = (page: string): Block[] => {
  const texts = readFileSync(page, 'utf8').split('\n');
  const lines = texts.map((text, at) => ({ text, number: at + 1 }));
  let section = '';
  return lines.flatMap(({ text }, at) => {
    section = /^##+ (.*)/.exec(text)?.[1] ?? section;
    const [, shell, aws] = FENCE.exec(text) ?? [];
    if (shell !== 'sh' && shell !== 'console') return [];
    return [{ shell, needsAws: aws !== undefined, section, lines: nextBlock(lines, at) }];
  });
};

/** Whether a shell would wait for another line: a quotation is open, or the line says so at its end. */
const isOpen = (text: string): boolean => {
  const bare = text.replace(/'[^']*'|"(?:\\.|[^"\\])*"/g, '').replace(/ #.*$/, '');
  return /['"]|\\$/.test(bare);
};

type Form = { begins: RegExp; answers: RegExp; mark: RegExp };

/** How a command begins in a block, which other lines are its answer, and what stands before either. */
const FORMS: Record<Block['shell'], Form> = {
  sh: { begins: /^[^#\s]/, answers: /^#/, mark: /^# ?/ },
  console: { begins: /^\$ /, answers: /^/, mark: /^\$ / },
};

/** The lines of a block, each with those that a shell would wait for after it. */
const joined = (lines: readonly Line[], { begins }: Form): Line[] => {
  const found: Line[] = [];
  for (const line of lines) {
    const last = found.at(-1);
    if (last && begins.test(last.text) && isOpen(last.text)) last.text += `\n${line.text}`;
    else found.push({ ...line });
  }
  return found;
};

/** A block's commands. What follows one, as comments in `sh` and as it is in `console`, is its answer. */
const commandsOf = (page: string, block: Block): DocumentedCommand[] => {
  const { shell, needsAws, section, lines } = block;
  const form = FORMS[shell];
  const found: (Omit<DocumentedCommand, 'answer'> & { answer: string[] })[] = [];
  for (const { text, number } of joined(lines, form)) {
    const bare = text.replace(form.mark, '');
    if (form.begins.test(text)) {
      found.push({ at: `${page}:${number}`, section, command: bare, answer: [], needsAws });
    } else if (form.answers.test(text)) found.at(-1)?.answer.push(bare);
  }
  return found;
};

/** All commands of a page, in its order: those in blocks of `sh` and `console`, marked `aws` or not. */
export const documentedCommands = (page: string): DocumentedCommand[] =>
  blocksOf(page).flatMap((block) => commandsOf(page, block));
