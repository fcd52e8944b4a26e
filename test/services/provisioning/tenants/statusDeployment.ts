import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { announceStatus } from '../../../../services/provisioning/tenants/announceStatus.ts';
import { relayStatus } from '../../../../services/provisioning/tenants/relayStatus.ts';
import {
  routeChanges,
  unpublishedRoutes,
} from '../../../../services/provisioning/tenants/routeChanges.ts';
import { tenantStatusFunction } from '../../../../services/provisioning/tenants/tenantStatus.function.ts';
import { tenantStatusRoutes } from '../../../../services/provisioning/tenants/tenantStatus.ts';
import type { ControlCaller } from '../../../../services/shared/caller.ts';
import { httpRoutes } from '../../../../services/shared/httpRoute.ts';
import type { Route } from '../../../../services/shared/route.ts';
import { routingTable } from '../../../../services/shared/routingTable.ts';
import { aRoute, aTenantId, aUlid } from '../../../support/builders.ts';
import { fixedNow } from '../../../support/fakes.ts';
import type { ProductEngine } from '../../../support/productEngine.ts';
import { aControlEvent } from '../../../support/proxyEvent.ts';

let count = 0;

export const inUse = { announced: true, firstUserEventId: aUlid(7_000) };
export const tenantId = aTenantId(1);
const operator: ControlCaller = { userRole: 'SystemAdmin', userName: 'root' };
const A_MINUTE = 60_000;

type Asked = { caller?: ControlCaller; id?: string; body?: object };
type Told = { type: string; metadata: { sequence: number; eventId: string }; data: object };

/** One tenant, its routes, and a bus that can be broken. */
export const aStatusDeployment = async (engine: ProductEngine, more: Partial<Route> = inUse) => {
  count += 1;
  const TableName = await engine.table('routes', `routes-${count}`);
  await engine.documents.send(new PutCommand({ TableName, Item: aRoute(1, more) }));
  const heard: Told[] = [];
  const bus = { isBroken: false };
  const changes = routeChanges(engine.documents, TableName);
  const { routeOf } = routingTable(engine.documents, TableName);
  const announce = announceStatus({
    ...changes,
    async publishAll(events) {
      if (bus.isBroken) return events.map(() => ({ status: 'rejected', reason: new Error('no') }));
      heard.push(...events.map(({ type, detail }) => ({ type, ...JSON.parse(detail) })));
      return events.map(() => ({ status: 'fulfilled', value: undefined }));
    },
  });
  let ulids = 0;
  const newUlid = () => {
    ulids += 1;
    return aUlid(ulids);
  };
  const ports = { routeOf, announce, newUlid, now: fixedNow, protectedByDefault: false };
  const run = httpRoutes(tenantStatusFunction, tenantStatusRoutes({ ...changes, ...ports }));
  const call = async (to: string, { caller, id = tenantId, body = {} }: Asked = {}) => {
    const [method, below] = to.split(' ');
    const key = `${method} /tenants/{tenantId}${below === undefined ? '' : `/${below}`}`;
    const answer = await run(
      aControlEvent(caller ?? operator, key, { params: { tenantId: id }, body }),
    );
    return { ...answer, content: JSON.parse(answer.body) };
  };
  return {
    ...changes,
    heard,
    bus,
    route: () => routeOf(tenantId),
    call,
    deactivate: (reason = 'unpaid') => call('POST deactivate', { body: { reason } }),
    activate: () => call('POST activate'),
    offboard: (body: object = { confirm: 'Tenant 1' }) => call('DELETE', { body }),
    relay: relayStatus({
      ...ports,
      unpublished: unpublishedRoutes(engine.documents, TableName),
      now: () => new Date(Date.now() + A_MINUTE),
    }),
  };
};
