import { tenantResourcePrefix } from '../services/provisioning/tenants/tenantResources.ts';

/** Names that one stack gives and another reads, or that services build other names from. */
export const namesOf = (stage: string) => {
  const parameter = (name: string) => `/tenant-onboarding/${stage}/${name}`;
  return {
    eventBus: `tenant-onboarding-${stage}`,
    stateMachine: `tenant-onboarding-${stage}`,
    offboardingStateMachine: `tenant-onboarding-${stage}-offboarding`,
    dashboard: `tenant-onboarding-${stage}`,
    appDashboard: `tenant-onboarding-${stage}-app`,
    lifecycleDashboard: `tenant-onboarding-${stage}-lifecycle`,
    /** CloudWatch keeps an API's metrics by its name: those of two with one name are one. */
    apis: {
      control: `tenant-onboarding-${stage}-control`,
      app: `tenant-onboarding-${stage}-app`,
    },
    /** Every resource that belongs to one tenant is called `<prefix>-<tenantId>`. */
    tenantResourcePrefix: tenantResourcePrefix(stage),
    /** What the partner of this name may order, and how much of it. */
    partnerParameter: (partner: string) => parameter(`partners/${partner}`),
    parameters: {
      tiers: parameter('tiers'),
      partners: parameter('partners'),
      pooledUserPool: parameter('pooled-user-pool-id'),
      pooledTable: parameter('pooled-table'),
      appApiUrl: parameter('app-api-url'),
      controlApiUrl: parameter('control-api-url'),
    },
  };
};

export type Names = ReturnType<typeof namesOf>;
