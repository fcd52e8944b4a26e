import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Serving } from '../../apis.ts';
import type { StageConfig } from '../../config.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { RateWall } from './rateWall.ts';
import { ServiceApi } from './serviceApi.ts';
import { TokenAuthorizer } from './tokenAuthorizer.ts';

export type ControlApiProps = {
  readonly config: StageConfig;
  readonly name: string;
  readonly authorizer: LambdaFunction;
  readonly functions: Serving<'control', LambdaFunction>;
};

/** The control plane's HTTP surface: sign-up for everybody, the rest by role. */
export class ControlApi extends Construct {
  readonly url: string;
  /** The share of its answers that are 5xx. */
  readonly failing: IMetric;

  constructor(scope: Construct, id: string, props: ControlApiProps) {
    super(scope, id);
    const { config, name } = props;
    const functions = Object.values(props.functions);
    const api = new ServiceApi(this, 'Api', { config, name, functions });
    this.url = api.url;
    this.failing = api.failing();
    const { authorizer } = new TokenAuthorizer(this, 'Tokens', props.authorizer.function);
    for (const to of functions) api.addRoutesOf(to, { authorizer });
    if (config.wafRatePer5Minutes !== undefined) {
      new RateWall(this, 'RateWall', {
        stage: api.deploymentStage,
        limit: config.wafRatePer5Minutes,
      });
    }
  }
}
