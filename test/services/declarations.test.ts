import { describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
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

describe('every handler', () => {
  const { metafile } = buildSync({
    entryPoints: handlers.map((handler) => `services/${handler}.handler.ts`),
    outdir: 'unused',
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  const declarationsIn = (handler: string): string[] =>
    Object.values(metafile.outputs)
      .filter(({ entryPoint }) => entryPoint === `services/${handler}.handler.ts`)
      .flatMap(({ inputs }) => Object.keys(inputs))
      .filter((input) => input.endsWith('.function.ts'));

  it.each(handlers)('%s has no declaration but its own in its bundle', (handler) => {
    const own = declared.has(handler) ? [`services/${handler}.function.ts`] : [];

    expect(declarationsIn(handler)).toEqual(own);
  });
});

describe('every declared function', () => {
  const deployed = rowsOf('AWS::Lambda::Function').map(([, { Description }]) => Description);
  const ofProduct = [...declared.keys()].filter((place) => !place.startsWith('sbt-bridge/'));

  it.each(ofProduct)('%s is deployed once', (place) => {
    expect(deployed.filter((handler) => handler === place)).toHaveLength(1);
  });
});
