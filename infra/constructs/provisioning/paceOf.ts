import { startsPerSecond } from '../../config.ts';
import type { DataTable } from '../dataTable.ts';

/** What functions need that go by the clocks of starts, which are among the claims. */
export const paceOf = ({ tableName }: DataTable) => ({
  CLAIM_TABLE: tableName,
  POOL_STARTS_PER_SECOND: String(startsPerSecond.pool),
  SILO_STARTS_PER_SECOND: String(startsPerSecond.silo),
});
