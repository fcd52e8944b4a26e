import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { TenantRegistered } from '../../events/schemas/registration.ts';
import { onboardingFailed, onboardingSaga } from '../../services/provisioning/onboardingSaga.ts';
import { StarterEnv } from '../../services/provisioning/provisioningEnv.ts';
import { EventRoute } from './eventRoute.ts';
import { LambdaFunction } from './lambdaFunction.ts';
import { OnboardingFunctions, type OnboardingFunctionsProps } from './onboardingFunctions.ts';
import { parameterArn } from './parameterArn.ts';
import { Saga } from './saga.ts';

export type ProvisioningServiceProps = OnboardingFunctionsProps;

/** Turns each TenantRegistered into a tenant, or into nothing. */
export class ProvisioningService extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: ProvisioningServiceProps) {
    super(scope, id);
    const saga = new Saga(this, 'Onboarding', {
      config: props.config,
      name: props.names.stateMachine,
      steps: onboardingSaga,
      failed: onboardingFailed,
      functions: new OnboardingFunctions(this, 'Tasks', props).byTask,
    });
    this.stateMachine = saga.stateMachine;
    this.addStarter(props);
  }

  private addStarter({ config, names, bus }: ProvisioningServiceProps): void {
    const { tiers } = names.parameters;
    const consumer = new LambdaFunction(this, 'StartOnboarding', {
      config,
      handler: 'provisioning/startOnboarding',
      env: StarterEnv,
      environment: {
        STATE_MACHINE_ARN: this.stateMachine.stateMachineArn,
        TIERS_PARAMETER: tiers,
      },
    });
    consumer.allow(['states:StartExecution'], [this.stateMachine.stateMachineArn]);
    consumer.allow(['ssm:GetParameter'], [parameterArn(this, tiers)]);
    new EventRoute(this, 'Registrations', { bus, events: [TenantRegistered], consumer });
  }
}
