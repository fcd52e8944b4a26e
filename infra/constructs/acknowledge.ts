import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts findings of cdk-nag on one construct, with the reason why each is right as it is. */
export const acknowledge = (construct: IConstruct, reasons: Readonly<Record<string, string>>) => {
  for (const [finding, reason] of Object.entries(reasons)) {
    Validations.of(construct).acknowledge({ id: `AwsSolutions-${finding}`, reason });
  }
};
