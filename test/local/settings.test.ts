import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { quotasWith } from '../../aws-limits/quotas.ts';
import { requireNode } from '../../local/requireNode.ts';
import { readSettings } from '../../local/settings.ts';

describe('readSettings', () => {
  it('has defaults', () => {
    expect(readSettings({})).toEqual({
      port: 4566,
      directory: resolve('.local'),
      limits: { quotas: quotasWith() },
    });
  });

  it('takes what AWS has raised', () => {
    const { limits } = readSettings({ AWS_QUOTAS: '{"appClientsPerPool":5000}' });

    expect(limits.quotas).toEqual(quotasWith({ appClientsPerPool: 5_000 }));
  });

  it.each([
    ['PORT', 'http', 'PORT=http: must be a port number'],
    ['PORT', '70000', 'PORT=70000: must be at most 65535'],
    ['LOCAL_DIR', '', 'LOCAL_DIR=: must name a folder'],
    ['AWS_QUOTAS', 'many', 'AWS_QUOTAS=many: must be JSON that gives quotas by their names'],
    ['AWS_QUOTAS', '{"tables":"x"}', 'must be JSON that gives quotas by their names'],
    [
      'AWS_QUOTAS',
      '{"appClientsPerPool":20000}',
      'quota appClientsPerPool: 20000 is more than AWS grants: at most 10000 app clients of one user pool',
    ],
  ])('names %s when it is %j', (name, value, message) => {
    expect(() => readSettings({ [name]: value })).toThrow(message);
  });
});

describe('requireNode', () => {
  it.each(['20.20.0', '20.21.1', '22.0.0'])('takes %s', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });

  it.each(['20.19.9', '18.20.0'])('refuses %s', (version) => {
    expect(() => requireNode(version)).toThrow(
      `Node.js 20.20 or newer is needed; this is ${version}`,
    );
  });
});
