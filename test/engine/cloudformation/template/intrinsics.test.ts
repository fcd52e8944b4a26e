import { describe, expect, it } from '@jest/globals';
import { resolve } from '../../../../engine/cloudformation/template/intrinsics.ts';
import { stackScope } from '../../../../engine/cloudformation/template/stackScope.ts';
import { parseTemplate } from '../../../../engine/cloudformation/template/template.ts';
import type { Json } from '../../../../engine/kernel/json.ts';

const template = parseTemplate('Acme', {
  Parameters: { Stage: { Type: 'String', Default: 'dev' } },
  Mappings: { Sizes: { dev: { memory: '128' } } },
  Conditions: {
    IsDev: { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] },
    IsLive: { 'Fn::Not': [{ Condition: 'IsDev' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsLive' }, { Condition: 'IsDev' }] },
    Both: { 'Fn::And': [{ Condition: 'IsLive' }, { Condition: 'IsDev' }] },
    Loop: { Condition: 'Loop' },
  },
});

const scope = stackScope({
  stack: 'Acme',
  template,
  accountId: '000000000000',
  region: 'us-east-1',
  made: new Map([['Queue', { physicalId: 'https://queue', attributes: { Arn: 'arn:queue' } }]]),
  exports: new Map([['Shared', 'from elsewhere']]),
});

const resolved = (value: Json) => resolve(value, { scope, path: 'Acme.Thing' });

describe('resolve', () => {
  it.each<[string, Json, Json]>([
    ['Ref of a resource', { Ref: 'Queue' }, 'https://queue'],
    ['Ref of a parameter', { Ref: 'Stage' }, 'dev'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:queue'],
    ['GetAtt as text', { 'Fn::GetAtt': 'Queue.Arn' }, 'arn:queue'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 1]] }, 'a-dev-1'],
    ['Join of a Split', { 'Fn::Join': ['+', { 'Fn::Split': [',', 'a,b'] }] }, 'a+b'],
    ['Select', { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['Sub', { 'Fn::Sub': `\${Stage}/\${Queue.Arn}/\${!Kept}` }, `dev/arn:queue/\${Kept}`],
    [
      'Sub with values',
      { 'Fn::Sub': [`\${Own}-\${Stage}`, { Own: { Ref: 'Queue' } }] },
      'https://queue-dev',
    ],
    ['If', { 'Fn::If': ['IsDev', 'yes', { Ref: 'Nothing' }] }, 'yes'],
    ['If with Or', { 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    ['If with And and Not', { 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, '128'],
    ['ImportValue', { 'Fn::ImportValue': 'Shared' }, 'from elsewhere'],
    ['Base64', { 'Fn::Base64': 'hi' }, 'aGk='],
  ])('carries out %s', (_name, value, expected) => {
    expect(resolved(value)).toEqual(expected);
  });

  it('leaves out what is AWS::NoValue', () => {
    const nothing = { Ref: 'AWS::NoValue' };

    expect(
      resolved({ a: nothing, b: [nothing, 1], c: { 'Fn::If': ['IsLive', 1, nothing] } }),
    ).toEqual({ b: [1] });
  });

  it.each<[string, Json, string]>([
    [
      'an unknown function',
      { a: [{ 'Fn::Cidr': [] }] },
      'Acme.Thing.a.0.Fn::Cidr: unsupported intrinsic function',
    ],
    ['an unknown name', { a: { Ref: 'Nobody' } }, 'Acme.Thing.a.Ref: no value for Nobody'],
    ['an unknown attribute', { 'Fn::GetAtt': ['Queue', 'Size'] }, 'no attribute Size of Queue'],
    ['an unknown export', { 'Fn::ImportValue': 'Nothing' }, 'no stack exports Nothing'],
    ['an unknown mapping', { 'Fn::FindInMap': ['Sizes', 'x', 'y'] }, 'no mapping Sizes.x.y'],
    ['an index outside a list', { 'Fn::Select': [2, ['a']] }, 'index 2 of 1 values'],
    ['a condition that needs itself', { 'Fn::If': ['Loop', 1, 2] }, 'condition Loop needs itself'],
  ])('names the place of %s', (_name, value, message) => {
    expect(() => resolved(value)).toThrow(message);
  });
});
