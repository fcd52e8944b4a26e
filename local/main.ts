import { requireNode } from './requireNode.ts';
import { step } from './step.ts';

/** Loads the engine only when this Node.js can: an old one would fail with a syntax error. */
const main = async (): Promise<void> => {
  requireNode(process.versions.node);
  // At once: what is loaded next takes a second or more.
  process.stdout.write(`${step('starting the engine')}\n`);
  await import('./run.ts');
};

try {
  await main();
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
