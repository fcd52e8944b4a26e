import { Construct } from 'constructs';
import type { Serving } from '../../apis.ts';
import type { StageConfig } from '../../config.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { ServiceApi } from './serviceApi.ts';
import { TokenAuthorizer } from './tokenAuthorizer.ts';

export type ControlApiProps = {
  readonly config: StageConfig;
  readonly authorizer: LambdaFunction;
  readonly functions: Serving<'control', LambdaFunction>;
};

/** The control plane's HTTP surface: sign-up for everybody, the rest by role. */
export class ControlApi extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, props: ControlApiProps) {
    super(scope, id);
    const api = new ServiceApi(this, 'Api', { config: props.config });
    this.url = api.url;
    const { authorizer } = new TokenAuthorizer(this, 'Tokens', props.authorizer.function);
    for (const to of Object.values(props.functions)) api.addRoutesOf(to, { authorizer });
  }
}
