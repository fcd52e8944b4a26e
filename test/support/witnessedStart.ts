import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployAssembly } from '../../engine/cloudformation/deployAssembly.ts';
import { readAssembly } from '../../engine/cloudformation/template/assembly.ts';
import { createEngine } from '../../engine/createEngine.ts';
import type { Disturbance } from '../../engine/kernel/faults.ts';
import { awsServices } from '../../engine/services.ts';
import { localOperator } from '../../local/localOperator.ts';
import { flattened, outputsFile } from '../../local/outputs.ts';
import { readSettings } from '../../local/settings.ts';
import { assemblyFolder } from './assembly.ts';
import { EVENTS_FILE } from './storedEvidence.ts';
import { unlimited } from './unlimited.ts';

/*
 * Starts the product as `npm start` does, but from templates that are there already, and writes down
 * every event that anybody publishes.
 */

const { directory, port } = readSettings(process.env);

const witness: Disturbance = {
  strike: async (when, { service, operation, input }) => {
    if (when === 'after' || service !== 'events' || operation !== 'PutEvents') return;
    appendFileSync(join(directory, EVENTS_FILE), `${JSON.stringify(input)}\n`);
  },
};

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const running = await createEngine({
  directory,
  port,
  services: awsServices,
  disturbances: [witness],
  say: () => {},
  ...unlimited,
});
const { engine } = running;
// Also where this run is killed before anybody publishes.
appendFileSync(join(directory, EVENTS_FILE), '');
const outputs = flattened(await deployAssembly(engine, await readAssembly(assemblyFolder())));
await running.start();
await outputsFile(directory).write({
  ...outputs,
  ...(await localOperator(engine, outputs)),
  AwsEndpoint: engine.endpoint,
  AccessKeyId: engine.credentials.root.accessKeyId,
  SecretAccessKey: engine.credentials.root.secretAccessKey,
});
say(`ready on ${engine.endpoint}`);
