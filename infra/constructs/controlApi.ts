import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import type { RegistrationService } from './registrationService.ts';
import { ServiceApi } from './serviceApi.ts';

export type ControlApiProps = {
  readonly config: StageConfig;
  readonly registration: RegistrationService;
};

/** The control plane's HTTP surface. */
export class ControlApi extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, { config, registration }: ControlApiProps) {
    super(scope, id);
    const api = new ServiceApi(this, 'Api', { config });
    const open = [
      api.route('POST', '/registrations', { to: registration.register }),
      api.route('GET', '/registrations/{registrationId}', { to: registration.getRegistration }),
      api.route('GET', '/sign-in/{tenantName}', { to: registration.getSignIn }),
    ];
    for (const method of open) {
      acknowledge(method, {
        APIG4: 'People who sign up, or want to sign in, cannot have signed in yet.',
        COG4: 'People who sign up, or want to sign in, cannot have signed in yet.',
      });
    }
    this.url = api.url;
  }
}
