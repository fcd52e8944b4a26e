import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/** Cognito gives a trigger five seconds. */
export const TRIGGER_TIMEOUT_SECONDS = 5;

/**
 * Lets the user pools of this account call a trigger. Silo pools are made at run time: any of them may ask, for what
 * it hears is its own users'.
 */
export const letPoolsAsk = (trigger: IFunction): void => {
  const { account } = Stack.of(trigger);
  trigger.addPermission('UserPools', {
    principal: new ServicePrincipal('cognito-idp.amazonaws.com'),
    sourceAccount: account,
    sourceArn: Stack.of(trigger).formatArn({ service: 'cognito-idp', resource: 'userpool/*' }),
  });
};
