import { describe, expect, it } from '@jest/globals';
import { bundleSizes, bytesOf, SDK } from '../../../support/bundleSizes.ts';

const CEILING_KB = 400;

/** Larger ones, each with what makes it so; the packages are as small as their publishers have them. */
const larger: Readonly<Record<string, { ceiling: number; because: string }>> = {
  'provisioning/onboarding/startOnboarding': {
    ceiling: 660,
    because: 'telephone numbers of all countries, and five clients; that of SSM alone has 78 KB',
  },
  'provisioning/orphans/sweepOrphans': { ceiling: 650, because: 'six clients' },
  'registration/requestSignUp': {
    ceiling: 590,
    because: 'telephone numbers and the client of SES',
  },
  'provisioning/tenants/tenants': {
    ceiling: 590,
    because: 'telephone numbers and the client of SSM',
  },
  'registration/register': { ceiling: 520, because: 'telephone numbers' },
  'identity/createTenantAdmin': { ceiling: 530, because: 'clients of SES, Cognito and SQS' },
  'identity/users': { ceiling: 520, because: 'clients of SES, Cognito and EventBridge' },
  'provisioning/onboarding/writeRoute': { ceiling: 440, because: 'the client of SSM' },
  'provisioning/onboarding/createApiKey': { ceiling: 495, because: 'clients of SSM, API Gateway' },
  'provisioning/onboarding/createIdentity': { ceiling: 490, because: 'clients of SSM and Cognito' },
  'webhooks/fanOut': { ceiling: 415, because: 'clients of EventBridge and SQS' },
  'registration/projectEvents': { ceiling: 430, because: 'clients of EventBridge and SQS' },
  'identity/reportUserCreationFailure': { ceiling: 445, because: 'clients of Cognito and SQS' },
  'identity/removeTenantUsers': { ceiling: 450, because: 'clients of Cognito, EventBridge' },
  'identity/finishRemovals': { ceiling: 415, because: 'clients of Cognito and EventBridge' },
  'identity/wordMail': { ceiling: 420, because: 'the client of SSM' },
  'identity/reminder/remind': { ceiling: 515, because: 'clients of DynamoDB, SES and SSM' },
  'registration/getSignIn': { ceiling: 440, because: 'the client of SSM' },
  'provisioning/offboarding/eraseRows': { ceiling: 475, because: 'clients of STS and SSM' },
  'provisioning/offboarding/dropApiKey': { ceiling: 405, because: 'the client of API Gateway' },
  'provisioning/offboarding/proveErased': {
    ceiling: 600,
    because: 'clients of STS, SSM, API Gateway and Cognito',
  },
  'provisioning/offboarding/dropIdentity': { ceiling: 490, because: 'clients of SSM and Cognito' },
  'provisioning/operators/sagas': { ceiling: 420, because: 'the client of Step Functions' },
};

const KB = 1024;
const sizes = bundleSizes().map((size) => [size.handler, size] as const);

describe('every bundle', () => {
  it.each(sizes)('%s is below its ceiling', (handler, { bytes }) => {
    expect(bytes).toBeLessThanOrEqual((larger[handler]?.ceiling ?? CEILING_KB) * KB);
  });

  it.each(sizes)('%s has of zod what it uses, in one language', (_, size) => {
    expect(bytesOf(size, /^zod$/)).toBeLessThanOrEqual(110 * KB);
  });

  it.each(sizes)('%s has little beside SDK, telephone numbers and zod', (_, size) => {
    const others = size.bytes - bytesOf(size, SDK) - bytesOf(size, /^(libphonenumber-js|zod)$/);

    expect(others).toBeLessThanOrEqual(110 * KB);
  });

  it.each(sizes)('%s knows no credentials but those that Lambda gives it', (_, { packages }) => {
    const found = packages.map(([name]) => name).filter((name) => /credential-provider/.test(name));

    expect(found.filter((name) => name !== '@aws-sdk/credential-provider-env')).toEqual([]);
  });
});

describe('the list of larger bundles', () => {
  it.each(Object.keys(larger))('%s is not longer than need be', (handler) => {
    const { bytes } = sizes.find(([name]) => name === handler)?.[1] ?? { bytes: 0 };

    expect(bytes).toBeGreaterThan(CEILING_KB * KB * 0.97);
  });
});
