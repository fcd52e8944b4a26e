import type { Construct } from 'constructs';
import {
  addressIndex,
  expiryAttribute,
  memberIndex,
  unfinishedIndex,
  userIndex,
} from '../../../services/identity/memberKeys.ts';
import type { StageConfig } from '../../config.ts';
import { DataTable } from '../dataTable.ts';

/** The table of people and their memberships. */
export class MemberTable extends DataTable {
  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id, { config, partitionKey: 'pk', timeToLiveAttribute: expiryAttribute });
    for (const { name, partition, sort } of [
      memberIndex,
      userIndex,
      unfinishedIndex,
      addressIndex,
    ]) {
      this.addTextIndex(name, partition, sort);
    }
  }
}
