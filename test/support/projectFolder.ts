import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applicationTemplate } from './applicationTemplate.ts';

/** An app that writes a cloud assembly as a CDK app would, without the seconds that one takes. */
const APP = `
import { mkdirSync, writeFileSync } from 'node:fs';
const out = process.env.CDK_OUTDIR;
const write = (name, content) => writeFileSync(out + '/' + name, JSON.stringify(content));
mkdirSync(out + '/asset.code', { recursive: true });
writeFileSync(out + '/asset.code/index.mjs', 'export const handler = async () => ({});');
write('manifest.json', { artifacts: {
  Assets: { type: 'cdk:asset-manifest', properties: { file: 'assets.json' } },
  Acme: { type: 'aws:cloudformation:stack', properties: { templateFile: 'acme.json' } },
} });
write('assets.json', { files: { code: {
  source: { path: 'asset.code' }, destinations: { here: { objectKey: 'code.zip' } },
} } });
const template = ${JSON.stringify(applicationTemplate)};
template.Outputs.Context = { Value: JSON.parse(process.env.CDK_CONTEXT_JSON).colour };
template.Outputs.SynthesizedFor = {
  Value: process.env.CDK_DEFAULT_ACCOUNT + '/' + process.env.CDK_DEFAULT_REGION,
};
template.Outputs.ExportsOutputRefApi = { Value: 'x', Export: { Name: 'Acme:ExportsOutputRefApi' } };
write('acme.json', template);
`;

/** A project whose app synthesizes in no time; its runs are kept in its folder `here`. */
export const projectFolder = async () => {
  const project = await mkdtemp(join(tmpdir(), 'project-'));
  const directory = join(project, 'here');
  const watch = { exclude: ['*.md'] };
  const cdkJson = { app: 'node app.mjs', context: { colour: 'red' }, watch };
  await mkdir(join(project, 'docs'));
  await mkdir(directory);
  await writeFile(join(project, 'app.mjs'), APP);
  await writeFile(join(project, 'cdk.json'), JSON.stringify(cdkJson));
  await writeFile(
    join(project, 'docs', 'first-run.txt'),
    `in \${OperatorUserPoolId} of \${HOME}\n`,
  );
  return {
    project,
    directory,
    outputsFile: join(directory, 'outputs.json'),
    remove: () => rm(project, { recursive: true, force: true }),
  };
};
