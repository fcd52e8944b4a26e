import * as gateway from 'aws-cdk-lib/aws-apigateway';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Serving } from '../../apis.ts';
import { type StageConfig, type TierConfig, tiers } from '../../config.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { ServiceApi } from './serviceApi.ts';
import { TokenAuthorizer } from './tokenAuthorizer.ts';

export type AppApiProps = {
  readonly config: StageConfig;
  readonly name: string;
  readonly authorizer: IFunction;
  readonly functions: Serving<'app', LambdaFunction>;
};

/** The application's HTTP surface: every request is a tenant's, and counts against its plan. */
export class AppApi extends Construct {
  readonly url: string;
  /** The share of its answers that are 5xx. */
  readonly failing: IMetric;
  private readonly api: ServiceApi;

  constructor(scope: Construct, id: string, props: AppApiProps) {
    super(scope, id);
    const apiKeySourceType = gateway.ApiKeySourceType.AUTHORIZER;
    const { config, name } = props;
    const functions = Object.values(props.functions);
    this.api = new ServiceApi(this, 'Api', { config, name, functions, apiKeySourceType });
    this.url = this.api.url;
    this.failing = this.api.failing();
    const { authorizer } = new TokenAuthorizer(this, 'Tokens', props.authorizer);
    for (const to of functions) {
      this.api.addRoutesOf(to, { authorizer, apiKeyRequired: true });
    }
  }

  /** Adds a tier's usage plan; answers its id. */
  addPlan(tier: keyof typeof tiers): string {
    const { burst, ratePerSecond, quotaPerDay }: TierConfig = tiers[tier];
    const plan = new gateway.UsagePlan(this, tier, {
      throttle: { burstLimit: burst, rateLimit: ratePerSecond },
      quota: { limit: quotaPerDay, period: gateway.Period.DAY },
    });
    plan.addApiStage({ stage: this.api.deploymentStage });
    return plan.usagePlanId;
  }
}
