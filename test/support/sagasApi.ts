import type { OnboardingInput } from '../../services/provisioning/onboarding/onboardingInput.ts';
import { onboardingReplay } from '../../services/provisioning/onboarding/onboardingReplay.ts';
import { onboardingSaga } from '../../services/provisioning/onboarding/onboardingSaga.ts';
import { sagaRoutes } from '../../services/provisioning/operators/sagaKinds.ts';
import { sagasFunction } from '../../services/provisioning/operators/sagas.function.ts';
import type { SagaStart } from '../../services/provisioning/saga/defineSaga.ts';
import type { ReplayPorts } from '../../services/provisioning/saga/replayPlan.ts';
import type { ListedStatus } from '../../services/provisioning/saga/sagaPages.ts';
import type { Execution } from '../../services/provisioning/saga/sagaView.ts';
import type { ControlCaller } from '../../services/shared/caller.ts';
import { httpRoutes } from '../../services/shared/httpRoute.ts';
import { aControlEvent, type ControlRequest } from './proxyEvent.ts';

type Ports = ReplayPorts<OnboardingInput>;

const operator: ControlCaller = { userRole: 'SystemAdmin', userName: 'root' };

/** Lists of executions in memory, newest first; a token is the place of the next page. */
export const listsOf =
  (executions: readonly Execution[]): Ports['list'] =>
  async (status: ListedStatus, { limit, after }) => {
    const from = after === undefined ? 0 : Number(after);
    if (!Number.isInteger(from)) return undefined;
    const listed = executions
      .filter((one) => status === 'ANY' || one.status === status)
      .toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
    const more = listed.length > from + limit;
    return {
      executions: listed.slice(from, from + limit),
      next: more ? `${from + limit}` : undefined,
    };
  };

/** `/sagas` over executions in memory; keeps what is started. */
export const sagasApi = (
  executions: readonly Execution[] = [],
  {
    routeOf = async () => undefined,
    heldByOthers = async () => [],
    hasEnded = async () => false,
    ...more
  }: Partial<Ports & Parameters<typeof onboardingReplay>[0]> = {},
) => {
  const started: [string, SagaStart<OnboardingInput>][] = [];
  const ports: Ports = {
    saga: onboardingSaga,
    describe: async (name) => executions.find((one) => one.name === name),
    list: listsOf(executions),
    history: async () => [],
    async start(name, input) {
      started.push([name, input]);
      return true;
    },
    ...onboardingReplay({ routeOf, heldByOthers, hasEnded }),
    ...more,
  };
  const run = httpRoutes(sagasFunction, sagaRoutes(ports));
  const call = (to: string, request: ControlRequest = {}, caller: ControlCaller = operator) =>
    run(aControlEvent(caller, to, request));
  return {
    call,
    started,
    replay: (executionName: string) =>
      call('POST /sagas/{executionName}/replay', { params: { executionName } }),
    replayAll: (body: object = {}) => call('POST /sagas/replay', { body }),
  };
};

export const bodyOf = (answer: { body: string }) => JSON.parse(answer.body);
