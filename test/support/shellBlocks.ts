import { readFileSync } from 'node:fs';

/** A command of a document, and what the document says that it answers: a word that ends in `…` stands for any. */
export type DocumentedCommand = { command: string; answer: string | undefined };

const sectionOf = (text: string, heading: string): string => {
  const [, section] = text.split(new RegExp(`^## ${heading}$`, 'm'));
  if (section === undefined) throw new Error(`there is no section ${heading}`);
  return section.split(/^## /m)[0] ?? '';
};

/** The shell blocks of a section of a Markdown file, as they would be copied. */
export const shellBlocks = (file: string, heading: string): string[] =>
  [...sectionOf(readFileSync(file, 'utf8'), heading).matchAll(/^```sh\n(.*?)^```$/gms)].map(
    ([, block = '']) => block,
  );

/** A block's commands, each with the comment that follows it: the answer that the reader is promised. */
export const commandsOf = (block: string): DocumentedCommand[] =>
  [...block.replaceAll('\\\n', ' ').matchAll(/^([^#\n].*)\n(?:# (.*)\n)?/gm)].map(
    ([, command = '', answer]) => ({ command, answer }),
  );

/** Whether an answer is the one of the document. */
export const isAnswer = (documented: string, given: string): boolean =>
  new RegExp(
    `^${documented
      .split(/\w*…/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  ).test(given.trim());
