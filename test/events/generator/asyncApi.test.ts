import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { catalog } from '../../../events/catalog.ts';

const Verdict = z.object({
  problems: z.array(z.string()),
  messages: z.array(z.string()),
  operations: z.array(z.object({ action: z.string(), messages: z.array(z.string()) })),
});

/** AsyncAPI's own parser, in a process of its own: it needs CommonJS's realm. */
const parsed = async (file: string) => {
  const script = `
    const { Parser } = require('@asyncapi/parser');
    const text = require('node:fs').readFileSync(process.argv[1], 'utf8');
    new Parser().parse(text).then(({ document, diagnostics }) =>
      console.log(JSON.stringify({
        problems: diagnostics.map(({ code, message, path }) => [code, message, path.join('.')].join(' ')),
        messages: document?.messages().all().map((message) => message.name()) ?? [],
        operations: document?.operations().all().map((operation) => ({
          action: operation.action(),
          messages: operation.messages().all().map((message) => message.name()),
        })) ?? [],
      })));
  `;
  const { stdout } = await promisify(execFile)('node', ['-e', script, file]);
  return Verdict.parse(JSON.parse(stdout));
};

describe('the AsyncAPI document', () => {
  it('is valid by its own parser and sends every event of the catalogue', async () => {
    const { problems, messages, operations } = await parsed('docs/events/asyncapi.json');

    const names = catalog.map(({ name }) => name);
    expect(problems).toEqual([]);
    expect(messages.sort()).toEqual([...names].sort());
    expect(operations).toEqual(names.map((name) => ({ action: 'send', messages: [name] })));
  });
});
