import { RegionInfo } from 'aws-cdk-lib/region-info';

/**
 * Of AWS's own partition, where Lambda has no tenant isolation; GovCloud and China have none either.
 * https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html (Supported AWS Regions)
 */
const WITHOUT_TENANT_ISOLATION = ['ap-southeast-6'];

/** Throws for a Region that the product cannot be deployed to; one that CDK does not know is trusted. */
export const checkRegion = (region: string | undefined): void => {
  if (region === undefined) return;
  const { partition = 'aws' } = RegionInfo.get(region);
  if (partition === 'aws' && !WITHOUT_TENANT_ISOLATION.includes(region)) return;
  throw new Error(
    `AWS_REGION is ${region}, where Lambda has no tenant isolation, by which tenants are kept apart; deploy to another Region`,
  );
};
