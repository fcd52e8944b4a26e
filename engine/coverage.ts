import { assembleEngine } from './assembleEngine.ts';
import { inertProviders } from './cloudformation/inert.ts';
import { resourceProviders } from './cloudformation/resourceProviders.ts';
import { systemClock } from './kernel/clock.ts';
import { memoryStore } from './kernel/memoryStore.ts';
import { systemRandom } from './kernel/random.ts';
import { awsServices } from './services.ts';

/** What the engine runs; it refuses everything else by name. */
export type Coverage = {
  services: readonly {
    signingName: string;
    operations: readonly string[];
    /** Those that AWS answers without a signature. */
    unsigned: readonly string[];
  }[];
  /** CloudFormation types that make what calls can then reach. */
  types: readonly string[];
  /** CloudFormation types that exist by name only: nothing here would act on them. */
  inertTypes: readonly string[];
};

const silent = { say() {}, problem() {}, functionOutput() {} };

/** Reads from the services and providers themselves what there is of them. Nothing is started or stored. */
export const coverage = async (): Promise<Coverage> => {
  const { engine } = await assembleEngine({
    directory: '/',
    endpoint: 'http://engine.invalid',
    services: [],
    store: memoryStore(),
    clock: systemClock,
    random: systemRandom,
    log: silent,
  });
  const services = awsServices.map((build) => build(engine));
  return {
    services: services.map(({ signingName, operations, publicOperations = [] }) => ({
      signingName,
      operations: Object.keys(operations).sort(),
      unsigned: publicOperations,
    })),
    types: [...resourceProviders.keys()].filter((type) => !(type in inertProviders)).sort(),
    inertTypes: Object.keys(inertProviders).sort(),
  };
};
