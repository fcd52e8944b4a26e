import type { catalog } from './catalog.ts';

/** What a subscriber has to know of an event beyond its shape. */
export type Guide = {
  /** What is now true. */
  says: string;
  /** When it is published, and how often. */
  when: string;
  /** What it means to whoever counts tenants, and what may follow. */
  means: string;
};

/** The contract's prose, for each type of event; all majors of a type say the same. */
export const guide: Record<(typeof catalog)[number]['type'], Guide> = {
  TenantRegistered: {
    says: 'A tenant signed up; nothing has been provisioned yet.',
    when: 'Once for each sign-up, as soon as it is committed. A partner system may publish it too, by the same schema, as `partner.<name>`: `source` says who did.',
    means:
      'A lead, not a customer: one of TenantProvisioned, TenantProvisioningFailed and RegistrationRefused follows. Charge nothing for it.',
  },
  TenantProvisioned: {
    says: 'A tenant has all its resources and its route; its first admin does not exist yet.',
    when: 'Once for each onboarding that went through, after everything else of it.',
    means:
      'The tenant is there: create its customer. Should its first admin be impossible to create, the tenant is undone and a TenantProvisioningFailed with a greater eventId follows.',
  },
  TenantProvisioningFailed: {
    says: 'A tenant could not be provisioned; what had been made is gone again, but for `stuck`.',
    when: 'Once for each onboarding that failed, after all that could be undone is undone.',
    means:
      'There is no tenant and its name is free; its id stays its own. `compensated: false` means that an operator still has to clean up `stuck`; subscribers have nothing to do with it. An operator may replay the onboarding: a TenantProvisioned of the same tenant with a greater eventId makes it a tenant after all.',
  },
  RegistrationRefused: {
    says: 'A registration was refused: what it asks for belongs to another registration, or its publisher may not ask for it.',
    when: 'Once for each refused TenantRegistered. The same registration sent again with the same content is no refusal: nothing follows from it.',
    means:
      'Nothing for any tenant: the tenantId may be that of a live tenant, which keeps all it has. The lead of this source and registrationId came to nothing.',
  },
  UserCreated: {
    says: "A tenant's user exists and was invited by e-mail.",
    when: 'Once for each user: the first admin after TenantProvisioned, all others when an admin adds them.',
    means: 'A person who can sign in. The first one of a tenant makes its onboarding complete.',
  },
  UserCreationFailed: {
    says: "A tenant's user could not be created, after all retries.",
    when: 'Once for each first admin that Cognito does not take, after hours of retries where they may help.',
    means:
      'Nobody can sign in to the tenant: its onboarding is undone, and TenantProvisioningFailed says so.',
  },
  OrphansFound: {
    says: 'Resources are left over that no tenant owns, all named after one tenant.',
    when: 'By each sweep (one an hour) that finds some, until they are gone. correlationId and causationId are the sweep’s own, not a registration’s.',
    means:
      'Nothing to whoever counts tenants: a live tenant keeps all that it uses. Operators look, and have them removed.',
  },
};
