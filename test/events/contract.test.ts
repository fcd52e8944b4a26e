import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { catalog, parseEvent, type TenantEvent, UnknownEvent } from '#events';
import { JsonObject } from '../../engine/kernel/json.ts';
import { currentSchemas } from '../../events/generator/artefacts.ts';

const sampleOf = (name: string): JsonObject => {
  const examples = currentSchemas().get(name)?.['examples'];
  return JsonObject.parse(JSON.parse(JSON.stringify(examples)).at(0));
};

const withMetadata = (name: string, more: JsonObject): JsonObject => {
  const sample = sampleOf(name);
  const detail = JsonObject.parse(sample['detail']);
  const metadata = { ...JsonObject.parse(detail['metadata']), ...more };
  return { ...sample, detail: { ...detail, metadata } };
};

/** What a subscriber writes: each branch has the type of its event. */
const lineOf = (event: TenantEvent): string => {
  switch (event['detail-type']) {
    case 'TenantProvisioned':
      return `${event.detail.data.tenantName} is a customer`;
    case 'TenantProvisioningFailed':
      return `${event.detail.data.tenantId} failed at ${event.detail.data.failedStep}`;
    default:
      return event.detail.metadata.eventId;
  }
};

describe('parseEvent', () => {
  it.each(catalog.map(({ name }) => name))('parses %s as it is delivered', (name) => {
    expect(parseEvent(sampleOf(name))).toEqual(sampleOf(name));
  });

  it('gives each event its type', () => {
    expect(lineOf(parseEvent(sampleOf('TenantProvisioned')))).toBe('Müller & Söhne is a customer');
  });

  it('leaves out fields of a newer minor', () => {
    const newer = withMetadata('UserCreated', { version: '1.3', notYetInvented: 1 });

    expect(parseEvent(newer)).toEqual(withMetadata('UserCreated', { version: '1.3' }));
  });

  it.each([
    ['a type', { ...sampleOf('UserCreated'), 'detail-type': 'UserPromoted' }],
    ['a major', withMetadata('UserCreated', { version: '7.0' })],
  ])('throws UnknownEvent for %s that is not in the catalogue', (_what, received) => {
    expect(() => parseEvent(received)).toThrow(UnknownEvent);
  });

  it('throws ZodError for an event that breaks its schema', () => {
    const received = withMetadata('UserCreated', { eventId: 'none' });

    expect(() => parseEvent(received)).toThrow(expect.objectContaining({ name: 'ZodError' }));
  });
});

describe('#events', () => {
  it('brings nothing but itself and zod', async () => {
    const { metafile } = await build({
      entryPoints: ['events/contract.ts'],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
    });

    const packages = Object.keys(metafile.inputs)
      .filter((path) => !path.startsWith('events/'))
      .map((path) => /node_modules\/([^/]+)/.exec(path)?.[1]);
    expect([...new Set(packages)]).toEqual(['zod']);
  });
});
