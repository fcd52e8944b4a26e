import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type Edit, editedBy } from './recipe.ts';

/** What `npm run contracts` writes. */
const GENERATED = ['README.md', 'docs/access.md', 'docs/events', 'docs/api'];

/** How a command ended. */
export type Outcome = { isGreen: boolean; output: string };

const project = process.cwd();

const trackedFiles = (): string[] =>
  execFileSync('git', ['ls-files', '-z', '-c', '-o', '--exclude-standard'], { encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '' && existsSync(file));

/** The project's files in a folder of their own, where recipes are followed. */
export class Scratch {
  readonly #folder = mkdtempSync(join(tmpdir(), 'recipes-'));
  /** The files that differ from the project's. */
  #changed = new Set<string>();

  constructor() {
    for (const file of trackedFiles()) this.#restore(file);
    symlinkSync(resolve('node_modules'), join(this.#folder, 'node_modules'));
  }

  /** Makes the project as it is, with these edits and no others. */
  apply(edits: readonly Edit[]): void {
    for (const file of [...GENERATED, ...this.#changed]) this.#restore(file);
    this.#changed = new Set(edits.map(({ file }) => file));
    for (const edit of edits) {
      const path = join(this.#folder, edit.file);
      const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, editedBy(edit, before));
    }
  }

  /** Runs Node.js there. */
  run(...args: string[]): Outcome {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: this.#folder,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return { isGreen: status === 0, output: `${stdout}${stderr}` };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #restore(file: string): void {
    const path = join(this.#folder, file);
    rmSync(path, { recursive: true, force: true });
    if (existsSync(file)) cpSync(join(project, file), path, { recursive: true });
  }
}
