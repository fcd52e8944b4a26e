import type { Named } from './authorize.ts';
import { unverified } from './tokens.ts';

/** Whom a token names: an operator when it says that the operators' pool issued it, else a tenant. */
export const namedBy =
  (operatorUserPoolId: string) =>
  (token: string): Named | undefined => {
    const said = unverified(token);
    if (said?.iss.endsWith(`/${operatorUserPoolId}`)) return { kind: 'operator' };
    const tenantId = said?.['custom:tenantId'];
    return tenantId === undefined ? undefined : { kind: 'tenant', tenantId };
  };
