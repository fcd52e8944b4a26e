import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { resourcesOf, rowsOf } from '../../support/resources.ts';

const functions = rowsOf('AWS::Lambda::Function');
const Settings = z.object({
  Timeout: z.number(),
  Description: z.string(),
  Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
  LoggingConfig: z.object({ LogGroup: z.object({ Ref: z.string() }) }),
});

const Logged = z.object({ LoggingConfig: z.object({ LogFormat: z.string().optional() }) });

const settings = functions.map(([id, properties]) => [id, Settings.parse(properties)] as const);

describe('every function', () => {
  it.each(functions)('%s runs on Node.js 24 on arm64, traced', (_, properties) => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
    });
  });

  /**
   * Cognito waits five seconds for a trigger. For the sweep, which pages through everything, nobody waits, nor for who
   * erases all that is kept of a tenant that has left.
   */
  const otherwise: Record<string, [number, number]> = {
    'identity/signIn/admitMember': [5, 5],
    'identity/wordMail': [5, 5],
    'provisioning/orphans/sweepOrphans': [10, 900],
    'identity/removeTenantUsers': [10, 900],
    'webhooks/fanOut': [10, 300],
  };

  it.each(settings)('%s has a timeout of its own', (_, { Timeout, Description }) => {
    const [least, most] = otherwise[Description] ?? [10, 60];
    expect(Timeout).toBeGreaterThanOrEqual(least);
    expect(Timeout).toBeLessThanOrEqual(most);
  });

  it.each(settings)('%s logs to a group that forgets', (_, { LoggingConfig }) => {
    const group = resourcesOf('AWS::Logs::LogGroup').find(
      ({ id }) => id === LoggingConfig.LogGroup.Ref,
    );

    expect(group?.Properties).toMatchObject({ RetentionInDays: 7 });
  });

  it('audit 27: logs in JSON where it serves one tenant, so that Lambda’s own lines name it', () => {
    const formats = functions
      .filter(([, { TenancyConfig }]) => TenancyConfig !== undefined)
      .map(([, properties]) => Logged.parse(properties).LoggingConfig.LogFormat);

    expect(formats.length).toBeGreaterThan(0);
    expect(new Set(formats)).toEqual(new Set(['JSON']));
  });

  it('shares neither its role nor its log group', () => {
    const roles = settings.map(([, { Role }]) => Role['Fn::GetAtt'][0]);
    const groups = settings.map(([, { LoggingConfig }]) => LoggingConfig.LogGroup.Ref);

    expect(functions.length).toBeGreaterThan(20);
    expect(new Set(roles).size).toBe(functions.length);
    expect(new Set(groups).size).toBe(functions.length);
  });
});

describe('every log group', () => {
  it.each(rowsOf('AWS::Logs::LogGroup'))('%s forgets', (_, { RetentionInDays }) => {
    expect(RetentionInDays).toBe(7);
  });
});

describe('what calls a function from outside', () => {
  it.each(rowsOf('AWS::Lambda::Permission'))('%s names the very caller', (_, properties) => {
    expect(properties).toMatchObject({
      Action: 'lambda:InvokeFunction',
      SourceArn: expect.anything(),
    });
    expect(properties['Principal']).toMatch(/^(events|apigateway|cognito-idp)\.amazonaws\.com$/);
  });
});
