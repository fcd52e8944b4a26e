/** What `--help` says last: command lines as they are typed, without `npx onboard`. */
export const examples = (...lines: readonly string[]): string =>
  ['', 'Examples:', ...lines.map((line) => `  $ npx onboard ${line}`)].join('\n');
