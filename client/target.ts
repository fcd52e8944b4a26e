import type { Outputs } from './outputs.ts';

/** How SDK clients reach the deployment: a local run by its own keys, AWS by the default chain. */
export const awsConfig = ({ AwsEndpoint, AccessKeyId, SecretAccessKey, Region }: Outputs) => ({
  region: Region,
  ...(AwsEndpoint !== undefined && { endpoint: AwsEndpoint }),
  ...(AccessKeyId !== undefined &&
    SecretAccessKey !== undefined && {
      credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey },
    }),
});
