export const ACCOUNT = '123456789012';

/** Tenants' ids, some of them made to break out of a pattern. */
export const ids = ['tenant1', 'tenant10', 'tenant1-eu', 't?', '*', 'Tenant1', 'a.b'];

/** Pieces of patterns. */
export const variables = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  '${aws:PrincipalTag/TenantId}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  '${aws:PrincipalTag/Missing}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  "${aws:PrincipalTag/Missing, 'tenant1'}",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  '${aws:username}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
  '${dynamodb:LeadingKeys}',
];

export const wildcards = ['*', '?', 'tenant1*', 'tenant?', 'tenant1-*', '*1*', '', ...ids];
// biome-ignore lint/suspicious/noTemplateCurlyInString: escapes of a policy
export const escapes = ['${*}', '${?}', '${$}'];

export const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
export const session = (name: string) => `arn:aws:sts::${ACCOUNT}:assumed-role/${name}`;
