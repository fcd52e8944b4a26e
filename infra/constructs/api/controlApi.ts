import { AuthorizationType, type MethodOptions } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { StageConfig } from '../../config.ts';
import { acknowledge } from '../acknowledge.ts';
import type { IdentityService } from '../identity/identityService.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import type { ProvisioningService } from '../provisioning/provisioningService.ts';
import type { RegistrationService } from '../registration/registrationService.ts';
import type { WebhookService } from '../webhooks/webhookService.ts';
import { ServiceApi } from './serviceApi.ts';
import { TokenAuthorizer } from './tokenAuthorizer.ts';

export type ControlApiProps = {
  readonly config: StageConfig;
  readonly registration: RegistrationService;
  readonly provisioning: ProvisioningService;
  readonly identity: IdentityService;
  readonly webhooks: WebhookService;
};

/** The control plane's HTTP surface: sign-up for everybody, the rest by role. */
export class ControlApi extends Construct {
  readonly url: string;
  private readonly api: ServiceApi;

  constructor(scope: Construct, id: string, props: ControlApiProps) {
    super(scope, id);
    this.api = new ServiceApi(this, 'Api', { config: props.config });
    this.url = this.api.url;
    this.addOpen(props.registration);
    const { authorizer } = new TokenAuthorizer(this, 'Tokens', props.identity.authorizer.function);
    this.addGuarded(props, { authorizer, authorizationType: AuthorizationType.CUSTOM });
  }

  private addOpen({ register, getRegistration, getSignIn }: RegistrationService): void {
    const routes = [
      this.api.route('POST', '/registrations', { to: register }),
      this.api.route('GET', '/registrations/{registrationId}', { to: getRegistration }),
      this.api.route('GET', '/sign-in/{tenantName}', { to: getSignIn }),
    ];
    for (const method of routes) {
      acknowledge(method, {
        APIG4: 'People who sign up, or want to sign in, cannot have signed in yet.',
        COG4: 'People who sign up, or want to sign in, cannot have signed in yet.',
      });
    }
  }

  private addGuarded(
    { provisioning, identity, webhooks: service }: ControlApiProps,
    guard: MethodOptions,
  ): void {
    const { tenants, sagas } = provisioning;
    const { users } = identity;
    const { webhooks } = service;
    const routes: [string, string, LambdaFunction][] = [
      ['GET', '/tenants', tenants],
      ['GET', '/tenants/{tenantId}', tenants],
      ['GET', '/users', users],
      ['POST', '/users', users],
      ['GET', '/users/{username}', users],
      ['PUT', '/users/{username}', users],
      ['DELETE', '/users/{username}', users],
      ['GET', '/sagas', sagas],
      ['GET', '/sagas/{executionName}', sagas],
      ['POST', '/sagas/{executionName}/replay', sagas],
      ['POST', '/sagas/replay', sagas],
      ['POST', '/webhooks', webhooks],
      ['GET', '/webhooks', webhooks],
      ['GET', '/webhooks/{webhookId}', webhooks],
      ['DELETE', '/webhooks/{webhookId}', webhooks],
      ['POST', '/webhooks/{webhookId}/secret', webhooks],
      ['POST', '/webhooks/{webhookId}/verify', webhooks],
      ['POST', '/webhooks/{webhookId}/enable', webhooks],
      ['GET', '/webhooks/{webhookId}/deliveries', webhooks],
      ['POST', '/webhooks/{webhookId}/redrive', webhooks],
    ];
    for (const [method, path, to] of routes) {
      acknowledge(this.api.route(method, path, { to, ...guard }), {
        COG4: 'The authorizer checks tokens of many user pools; a Cognito one knows only its own.',
      });
    }
  }
}
