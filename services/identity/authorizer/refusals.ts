/**
 * What API Gateway says of a request that the policy of a good token does not admit: the gateway's answer takes both
 * from the authorizer's context, and has no other words.
 */
export type Refusal = { refusalCode: string; refusal: string };

/** Why the bearer of a good token may not. */
export const refusals = {
  role: { refusalCode: 'Forbidden', refusal: 'your role does not admit this request' },
  inactive: {
    refusalCode: 'TenantSuspended',
    refusal: 'your tenant is suspended: nobody of it gets in until it is activated again',
  },
  erasing: {
    refusalCode: 'TenantLeft',
    refusal: 'your tenant has left: nobody of it gets in any more',
  },
  member: {
    refusalCode: 'Forbidden',
    refusal: 'you are no user of this tenant any more, or you are disabled',
  },
  operator: { refusalCode: 'Forbidden', refusal: 'you are no operator any more' },
} as const satisfies Record<string, Refusal>;
