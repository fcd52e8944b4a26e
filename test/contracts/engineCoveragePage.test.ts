import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { engineCoveragePage } from '../../contracts/engineCoveragePage.ts';

describe('engineCoveragePage', () => {
  it('is docs/engine-coverage.md as it is checked in', async () => {
    expect(readFileSync('docs/engine-coverage.md', 'utf8')).toBe(await engineCoveragePage());
  });

  it.each(['`TransactWriteItems`', '`InitiateAuth` (unsigned)', '`AWS::DynamoDB::GlobalTable`'])(
    'tells %s',
    async (name) => {
      expect(await engineCoveragePage()).toContain(name);
    },
  );
});
