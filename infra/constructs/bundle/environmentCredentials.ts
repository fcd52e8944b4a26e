import { fromEnv } from '@aws-sdk/credential-provider-env';

/** In place of the SDK's search of files, metadata and SSO: Lambda puts a function's credentials into its environment. */
export const defaultProvider = () => fromEnv();
