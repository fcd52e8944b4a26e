import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { deployAssembly } from '../../../engine/cloudformation/deployAssembly.ts';
import { resourceStates, stateKey } from '../../../engine/cloudformation/resourceStates.ts';
import { awsServices } from '../../../engine/services.ts';
import { assemblyOf } from '../../support/assemblyOf.ts';
import { testEngine } from '../../support/testEngine.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:claims';

let engine: Awaited<ReturnType<typeof testEngine>>;
beforeAll(async () => {
  engine = await testEngine(awsServices);
});
afterAll(() => engine.destroy());

const deploy = (pool: object, sender = 'acme.example') =>
  deployAssembly(
    engine.engine,
    assemblyOf(
      {
        Acme: {
          Resources: {
            People: { Type: 'AWS::Cognito::UserPool', Properties: pool },
            Sender: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: sender } },
          },
        },
      },
      {},
    ),
  );

const Described = z.object({
  UserPool: z.object({ MfaConfiguration: z.string(), LambdaConfig: z.looseObject({}) }),
});

const described = async () => {
  const state = await resourceStates(engine.engine).get(stateKey('Acme', 'People'));
  const input = { UserPoolId: state?.physicalId ?? '' };
  const { UserPool } = Described.parse(await engine.call('cognito-idp', 'DescribeUserPool', input));
  const mfa = await engine.call('cognito-idp', 'GetUserPoolMfaConfig', input);
  return { ...UserPool, mfa };
};

describe('AWS::Cognito::UserPool', () => {
  it('has its trigger and its second factors from the template, and loses them with it', async () => {
    const LambdaConfig = { PreTokenGeneration: ARN };
    const factors = { EnabledMfas: ['SOFTWARE_TOKEN_MFA'], MfaConfiguration: 'OPTIONAL' };
    await deploy({ LambdaConfig, ...factors });
    expect(await described()).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      LambdaConfig,
      mfa: { SoftwareTokenMfaConfiguration: { Enabled: true } },
    });

    await deploy({ ...factors, MfaConfiguration: 'ON' });
    expect(await described()).toMatchObject({ MfaConfiguration: 'ON', LambdaConfig: {} });
    await deploy({ EnabledMfas: [], MfaConfiguration: 'OFF' });

    expect(await described()).toMatchObject({
      MfaConfiguration: 'OFF',
      mfa: { SoftwareTokenMfaConfiguration: { Enabled: false } },
    });
  });

  it.each([
    [{ MfaConfiguration: 'ON' }, 'SMS configuration'],
    [{ EnabledMfas: ['EMAIL_OTP'], MfaConfiguration: 'ON' }, 'EMAIL_OTP'],
  ])('refuses %j', async (properties, message) => {
    await expect(deploy(properties)).rejects.toThrow(message);
  });
});

describe('AWS::SES::EmailIdentity', () => {
  it('is there to send from, and keeps its name', async () => {
    await deploy({});

    const found = await engine.call('ses', 'GetEmailIdentity', { EmailIdentity: 'acme.example' });

    expect(found).toHaveProperty('VerifiedForSendingStatus', true);
    await expect(deploy({}, 'other.example')).rejects.toThrow('cannot be changed');
  });
});
