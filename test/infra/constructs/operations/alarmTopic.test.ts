import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { arnOf, refTo, resourcesOf } from '../../../support/resources.ts';

const cloudWatch = { Service: 'cloudwatch.amazonaws.com' };
const Policy = z.object({ Statement: z.array(z.json()) });

const one = (type: string) => {
  const [resource, ...others] = resourcesOf(type);
  if (!resource || others.length > 0) throw new Error(`${others.length + 1} of ${type}`);
  return resource;
};

const topic = one('AWS::SNS::Topic');
const key = one('AWS::KMS::Key');
const { Properties: access } = one('AWS::SNS::TopicPolicy');

describe('the topic of alarms', () => {
  it('is encrypted by a key of its own, which is renewed', () => {
    expect(topic.Properties).toMatchObject({ KmsMasterKeyId: arnOf(key.id) });
    expect(key.Properties).toMatchObject({ EnableKeyRotation: true });
  });

  it('has a key that CloudWatch may encrypt with', () => {
    expect(Policy.parse(key.Properties['KeyPolicy']).Statement).toContainEqual({
      Effect: 'Allow',
      Principal: cloudWatch,
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
    });
  });

  it('lets CloudWatch publish, and nobody without TLS', () => {
    const Resource = refTo(topic.id);

    expect(access['Topics']).toEqual([Resource]);
    expect(Policy.parse(access['PolicyDocument']).Statement).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      expect.objectContaining({
        Effect: 'Allow',
        Principal: cloudWatch,
        Action: 'sns:Publish',
        Resource,
      }),
    ]);
  });
});
