import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { offboardingSaga } from '../../services/provisioning/offboarding/offboardingSaga.ts';
import type { StageConfig } from '../config.ts';
import { LifecycleOperations } from '../constructs/operations/lifecycleOperations.ts';
import { LifecycleStarter } from '../constructs/provisioning/lifecycleStarter.ts';
import { OffboardingFunctions } from '../constructs/provisioning/offboardingFunctions.ts';
import { Saga } from '../constructs/saga/saga.ts';
import type { AppPlaneStack } from './appPlaneStack.ts';
import type { ControlPlaneStack } from './controlPlaneStack.ts';
import type { FoundationStack } from './foundationStack.ts';

export type LifecycleStackProps = {
  readonly config: StageConfig;
  readonly foundation: FoundationStack;
  readonly controlPlane: ControlPlaneStack;
  readonly appPlane: AppPlaneStack;
};

/** What changes tenants that are there, by sagas of its own: they leave. */
export class LifecycleStack extends Stack {
  constructor(scope: Construct, id: string, props: LifecycleStackProps) {
    const { config, foundation, controlPlane, appPlane } = props;
    super(scope, id, { stackName: `tenant-onboarding-${config.stage}-lifecycle` });
    const { names, routingTable, erasures } = foundation;
    const { claims, offboardingNews, alarmTopic: topic } = controlPlane;
    const common = { config, names, routingTable, erasures, claims };
    const tasks = new OffboardingFunctions(this, 'Tasks', common);
    const offboarding = new Saga(this, 'Offboarding', {
      config,
      name: names.offboardingStateMachine,
      saga: offboardingSaga,
      functions: { ...tasks.byTask, ...offboardingNews, ...appPlane.erasing },
    });
    const { stateMachine, metrics, saga } = offboarding;
    new LifecycleStarter(this, 'Starter', { ...common, stateMachine });
    new LifecycleOperations(this, 'Operations', {
      sagas: new Map([[saga.name, metrics]]),
      topic,
      dashboardName: names.lifecycleDashboard,
    });
  }
}
