import { describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
import { offboardingSaga } from '../../services/provisioning/offboarding/offboardingSaga.ts';
import { onboardingSaga } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import type { SagaDefinition } from '../../services/provisioning/saga/defineSaga.ts';
import { declaredFunctions, servicesFiles } from '../support/declaredFunctions.ts';
import { rowsOf } from '../support/resources.ts';

const declared = await declaredFunctions();
const handlers = servicesFiles('.handler.ts');

describe('every declaration', () => {
  it.each([...declared])('%s names the handler beside it', (place, { handler }) => {
    expect(handler).toBe(place);
    expect(handlers).toContain(handler);
  });
});

const bundled = buildSync({
  entryPoints: handlers.map((handler) => `services/${handler}.handler.ts`),
  outdir: 'unused',
  write: false,
  metafile: true,
  bundle: true,
  platform: 'node',
  format: 'esm',
  mainFields: ['module', 'main'],
  logLevel: 'error',
}).metafile.outputs;

describe('every handler', () => {
  const declarationsIn = (handler: string): string[] =>
    Object.values(bundled)
      .filter(({ entryPoint }) => entryPoint === `services/${handler}.handler.ts`)
      .flatMap(({ inputs }) => Object.keys(inputs))
      .filter((input) => input.endsWith('.function.ts'));

  it.each(handlers)('%s has no declaration but its own in its bundle', (handler) => {
    const own = declared.has(handler) ? [`services/${handler}.function.ts`] : [];

    expect(declarationsIn(handler)).toEqual(own);
  });
});

describe('every task of the sagas', () => {
  const bundlesOf = ({
    steps,
    failed,
  }: Pick<SagaDefinition, 'steps' | 'failed'>): [string, string[]][] => [
    ...steps.map(({ run, undo }): [string, string[]] => [
      run,
      undo === undefined ? ['run'] : ['run', 'undo'],
    ]),
    [failed.run, ['run']],
  ];
  const bundles = new Map([onboardingSaga, offboardingSaga].flatMap(bundlesOf));
  const exportsOf = (handler: string): string[] | undefined =>
    Object.values(bundled).find(({ entryPoint }) => entryPoint === `services/${handler}.handler.ts`)
      ?.exports;

  it.each([...bundles])('%s is a handler that exports its code', (handler, exported) => {
    expect(exportsOf(handler)?.toSorted()).toEqual(exported);
  });

  it('is all that there are handlers for, beside declared functions', () => {
    const others = handlers.filter((handler) => !declared.has(handler));

    expect(others.filter((handler) => !bundles.has(handler))).toEqual([]);
  });
});

describe('every declared function', () => {
  const deployed = rowsOf('AWS::Lambda::Function').map(([, { Description }]) => Description);
  const ofProduct = [...declared.keys()].filter((place) => !place.startsWith('sbt-bridge/'));

  /** One for each saga. */
  const severalTimes = new Map([['provisioning/operators/watchSagas', 2]]);

  it.each(ofProduct)('%s is deployed as often as it has to be', (place) => {
    const times = deployed.filter((handler) => handler === place).length;

    expect(times).toBe(severalTimes.get(place) ?? 1);
  });
});
