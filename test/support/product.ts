// Scripts start the product too: its functions would log into what they print.
import './quiet.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployAssembly } from '../../engine/cloudformation/deployAssembly.ts';
import { type Assembly, readAssembly } from '../../engine/cloudformation/template/assembly.ts';
import { createEngine, type EngineOptions, type RunningEngine } from '../../engine/createEngine.ts';
import type { HttpHandler } from '../../engine/endpoint/http.ts';
import type { Fault } from '../../engine/kernel/faults.ts';
import { awsServices } from '../../engine/services.ts';
import { localOperator } from '../../local/localOperator.ts';
import { flattened } from '../../local/outputs.ts';
import { assemblyFolder } from './assembly.ts';
import { servicesHere } from './handlers/servicesHere.ts';
import { productClient } from './productClient.ts';
import { unlimited } from './unlimited.ts';

/** Several assemblies as one, deployed in this order. */
const together = (all: readonly Assembly[]): Assembly => ({
  stacks: all.flatMap(({ stacks }) => stacks),
  assets: new Map(all.flatMap(({ assets }) => [...assets])),
});

type ProductOptions = Pick<EngineOptions, 'clock' | 'onDecision' | 'disturbances' | 'limits'> & {
  /** Further assemblies, deployed after the product's own. */
  beside?: readonly Assembly[];
  /** Whether functions run in threads and all is stored in files, as in a local run. */
  threads?: boolean;
};

/**
 * The whole product, from its synthesized templates, on an engine of its own; handlers run in this process and what is
 * stored is in its memory, unless threads are asked for. Tests ask for lists as fast as they can, and would use up the
 * account's rates: those hold in the simulation, and in a local run.
 */
export const startProduct = async ({
  beside = [],
  threads = false,
  ...options
}: ProductOptions = {}) => {
  const directory = await mkdtemp(join(tmpdir(), 'product-'));
  const handle: HttpHandler = (request) => running.handle(request);
  const running: RunningEngine = await createEngine({
    ...unlimited,
    ...(threads ? { services: awsServices } : servicesHere(handle)),
    ...options,
    directory,
    port: 0,
    say: () => {},
  });
  const { engine } = running;
  const assembly = together([await readAssembly(assemblyFolder()), ...beside]);
  const outputs = flattened(await deployAssembly(engine, assembly));
  await running.start();
  const { accessKeyId, secretAccessKey } = engine.credentials.root;
  return {
    ...productClient({
      ...outputs,
      ...(await localOperator(engine, outputs)),
      AwsEndpoint: engine.endpoint,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
    }),
    engine,
    stackOutputs: outputs,
    fault: (fault: Fault) => engine.faults.add(fault),
    async stop() {
      await running.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

export type Product = Awaited<ReturnType<typeof startProduct>>;
