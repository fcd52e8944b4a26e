import * as gateway from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type StageConfig, type TierConfig, tiers } from '../../config.ts';
import { acknowledge } from '../acknowledge.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { type RouteOptions, ServiceApi } from './serviceApi.ts';
import { TokenAuthorizer } from './tokenAuthorizer.ts';

export type AppApiProps = {
  readonly config: StageConfig;
  readonly authorizer: IFunction;
  /** The function behind each resource, e.g. `products`. */
  readonly resources: Readonly<Record<string, LambdaFunction>>;
};

/** The application's HTTP surface: every request is a tenant's, and counts against its plan. */
export class AppApi extends Construct {
  readonly url: string;
  private readonly api: ServiceApi;

  constructor(scope: Construct, id: string, props: AppApiProps) {
    super(scope, id);
    const apiKeySourceType = gateway.ApiKeySourceType.AUTHORIZER;
    this.api = new ServiceApi(this, 'Api', { config: props.config, apiKeySourceType });
    this.url = this.api.url;
    const options: gateway.MethodOptions = {
      authorizer: new TokenAuthorizer(this, 'Tokens', props.authorizer).authorizer,
      authorizationType: gateway.AuthorizationType.CUSTOM,
      apiKeyRequired: true,
    };
    for (const [plural, to] of Object.entries(props.resources)) {
      for (const method of ['GET', 'POST']) this.add(method, `/${plural}`, { to, ...options });
      for (const method of ['GET', 'PUT', 'DELETE']) {
        this.add(method, `/${plural}/{id}`, { to, ...options });
      }
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

  private add(method: string, path: string, options: RouteOptions): void {
    acknowledge(this.api.route(method, path, options), {
      COG4: 'The authorizer checks tokens of many user pools; a Cognito authorizer knows only its own.',
    });
  }
}
