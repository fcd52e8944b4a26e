import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { JsonObject } from '../../engine/kernel/json.ts';

const Report = z.object({
  pluginReports: z.array(
    z.object({ pluginName: z.string(), violations: z.array(z.object({ ruleName: z.string() })) }),
  ),
});

/** The rules that a synthesis broke without an acknowledgement, as its own report has them. */
export const findingsIn = (folder: string): string[] => {
  const file = join(folder, 'validation-report.json');
  const { pluginReports } = Report.parse(JSON.parse(readFileSync(file, 'utf8')));
  return pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
};

const contextOf = (project: string): string => {
  const cdk = JsonObject.parse(JSON.parse(readFileSync(join(project, 'cdk.json'), 'utf8')));
  return JSON.stringify(cdk['context']);
};

export type SynthesisOptions = {
  /** Modules to load before the app. */
  readonly preload?: readonly string[];
  readonly app?: string;
  /** Variables beside those of this process; those that are undefined are taken away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
};

/** Runs an app as `cdk synth` does, for one stage. */
export const synthesisOf = async (
  stage: string,
  { preload = [], app = 'infra/app.ts', env: given = {} }: SynthesisOptions = {},
) => {
  const folder = mkdtempSync(join(tmpdir(), 'synthesis-'));
  const imports = ['tsx', ...preload].flatMap((module) => ['--import', module]);
  const env = {
    ...process.env,
    MAIL_FROM: 'no-reply@acme.example',
    ...given,
    STAGE: stage,
    CDK_OUTDIR: folder,
    CDK_CONTEXT_JSON: contextOf(process.cwd()),
    // CDK's own check of templates takes half the time, and `npm run synth` runs it.
    CDK_VALIDATION: 'false',
  };
  const ended = await new Promise<{ failed: boolean; problems: string }>((resolve) => {
    execFile('node', [...imports, app], { env }, (error, _, problems) =>
      resolve({ failed: error !== null, problems }),
    );
  });
  return {
    ...ended,
    folder,
    template: (stack: string) =>
      JsonObject.parse(JSON.parse(readFileSync(join(folder, `${stack}.template.json`), 'utf8'))),
    destroy: () => rm(folder, { recursive: true, force: true }),
  };
};
