import type { RestRoute } from '../../endpoint/service.ts';
import type { ServiceFactory } from '../../endpoint/serviceFactory.ts';
import { identitiesIn } from './identity.ts';
import { identityOperations } from './identityOperations.ts';
import { sendEmail } from './sendEmail.ts';
import { sesAccess } from './sesAccess.ts';

const IDENTITIES = '/v2/email/identities';

const routes: readonly RestRoute[] = [
  { method: 'POST', path: IDENTITIES, operation: 'CreateEmailIdentity' },
  { method: 'GET', path: `${IDENTITIES}/{EmailIdentity}`, operation: 'GetEmailIdentity' },
  { method: 'DELETE', path: `${IDENTITIES}/{EmailIdentity}`, operation: 'DeleteEmailIdentity' },
  { method: 'POST', path: '/v2/email/outbound-emails', operation: 'SendEmail' },
];

/** SES, by its second API: identities, and messages that end in the engine's mailbox. */
export const ses: ServiceFactory = (engine) => {
  const identities = identitiesIn(engine);
  return {
    signingName: 'ses',
    protocol: { kind: 'rest-json', routes },
    operations: { ...identityOperations(identities), SendEmail: sendEmail(engine, identities) },
    access: sesAccess(engine, identities),
  };
};
