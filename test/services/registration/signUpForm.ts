import type { Mail } from '../../../services/mail/mail.ts';
import { commitRegistration } from '../../../services/registration/commitRegistration.ts';
import { confirmByCode, confirmByOperator } from '../../../services/registration/confirmSignUp.ts';
import { registrationsIn } from '../../../services/registration/readRegistration.ts';
import { registerFunction } from '../../../services/registration/register.function.ts';
import { requestedSignUps } from '../../../services/registration/requestedSignUps.ts';
import { requestSignUpFunction } from '../../../services/registration/requestSignUp.function.ts';
import { requestSignUp } from '../../../services/registration/requestSignUp.ts';
import { signUpsIn } from '../../../services/registration/signUpTable.ts';
import { aUlid } from '../../support/builders.ts';
import { fixedNow } from '../../support/fakes.ts';
import type { ProductEngine } from '../../support/productEngine.ts';

const { request: asking } = requestSignUpFunction.routes['POST /registrations'];
const confirming = registerFunction.routes['POST /registrations/{registrationId}/confirm'].request;

let count = 0;

/** Tables of their own, at a time that the test may move; codes are 00000001, 00000002 and so on. */
export const aForm = async (engine: ProductEngine) => {
  count += 1;
  const { documents } = engine;
  const tableName = await engine.table('registrations', `registrations-${count}`);
  const mailTableName = await engine.table('mail', `mail-${count}`);
  const time = { now: fixedNow().getTime() };
  const now = () => new Date(time.now);
  const sent: Mail[] = [];
  const announced: string[] = [];
  let made = 0;
  const next = () => {
    made += 1;
    return made;
  };
  let codes = 0;
  const { byId, byName } = registrationsIn(documents, tableName);
  const signUps = signUpsIn(documents, tableName, now);
  const common = { now, newUlid: () => aUlid(next()), registration: byId };
  const request = requestSignUp({
    ...common,
    newCode() {
      codes += 1;
      return String(codes).padStart(8, '0');
    },
    selfService: ['basic', 'premium'],
    signUp: signUps.read,
    requests: requestedSignUps({ documents, tableName, mailTableName, now }),
    async send(mail) {
      sent.push(mail);
    },
  });
  const ports = {
    ...common,
    commit: commitRegistration({ documents, tableName, now }),
    async announce({ registrationId }: { registrationId: string }) {
      announced.push(registrationId);
    },
    signUps,
  };
  return {
    time,
    sent,
    announced,
    byName,
    async ask(body: object = {}, headers: object = {}) {
      const acme = { tenantName: 'Acme', adminEmail: 'ada@acme.example', tier: 'basic' };
      const { status, body: answer } = await request(
        asking.parse({ body: { ...acme, ...body }, headers }),
      );
      return { status, id: 'registrationId' in answer ? answer.registrationId : '', answer };
    },
    confirm: (registrationId: string, code: string) =>
      confirmByCode(ports)(confirming.parse({ params: { registrationId }, body: { code } })),
    asOperator: (registrationId: string) =>
      confirmByOperator(ports)({ params: { registrationId } }),
  };
};
