import { describe, expect, it } from '@jest/globals';
import { targetInput } from '../../../../../engine/aws/eventbridge/rules/targetInput.ts';

const occasion = {
  event: { id: 'e1', source: 's', detail: { name: 'say "hi"', size: 3, tags: ['a', 'b'] } },
  ruleArn: 'arn:aws:events:us-east-1:000000000000:rule/bus/r1',
  acceptedAt: Date.UTC(2026, 0, 1),
};

const target = { Id: 't', Arn: 'arn' };

const transformed = (template: string): string =>
  targetInput(
    {
      ...target,
      InputTransformer: {
        InputPathsMap: {
          name: '$.detail.name',
          size: '$.detail.size',
          second: '$.detail.tags[1]',
          tags: '$.detail.tags',
          none: '$.detail.none',
        },
        InputTemplate: template,
      },
    },
    occasion,
  );

describe('targetInput', () => {
  it('is the event when nothing else is said', () => {
    expect(JSON.parse(targetInput(target, occasion))).toEqual(occasion.event);
  });

  it('is the constant input', () => {
    expect(targetInput({ ...target, Input: '{"a":1}' }, occasion)).toBe('{"a":1}');
  });

  it('is the part at the input path', () => {
    const text = targetInput({ ...target, InputPath: '$.detail.tags' }, occasion);

    expect(JSON.parse(text)).toEqual(['a', 'b']);
  });

  it.each([
    [
      '{"name": <name>, "size": <size>, "tags": <tags>}',
      { name: 'say "hi"', size: 3, tags: ['a', 'b'] },
    ],
    ['{"text": "<name> of <size>: <second>"}', { text: 'say "hi" of 3: b' }],
    ['{"none": <none>, "other": "<unknown>"}', { none: null, other: '<unknown>' }],
    ['"<name>"', 'say "hi"'],
    [
      '{"rule": "<aws.events.rule-name>", "at": <aws.events.event.ingestion-time>}',
      { rule: 'r1', at: '2026-01-01T00:00:00.000Z' },
    ],
    ['{"event": <aws.events.event>}', { event: { id: 'e1', source: 's' } }],
  ])('fills the JSON template %s', (template, expected) => {
    expect(JSON.parse(transformed(template))).toEqual(expected);
  });

  it('fills a template of plain text', () => {
    expect(transformed('<name> of <size>')).toBe('say "hi" of 3');
  });
});
