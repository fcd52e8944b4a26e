/**
 * What every user pool of the product has in common: the pooled one that infra declares, the
 * operators' one, and the ones that the saga makes for silo tenants.
 */
export const userPoolFacts = {
  passwordLength: 12,
  temporaryPasswordDays: 7,
  /** Custom attributes and whether they may change after the user was created. */
  attributes: { tenantId: { mutable: false }, userRole: { mutable: true } },
} as const;

/** What every app client has in common. Its users may write nothing but name and e-mail. */
export const appClientFacts = {
  authFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  writeAttributes: ['email', 'name'],
  tokenMinutes: 60,
  refreshTokenDays: 30,
} as const;
