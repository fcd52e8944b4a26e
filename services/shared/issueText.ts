import type * as z from 'zod';

type Issue = z.core.$ZodRawIssue;
type Of<Code extends Issue['code']> = Extract<Issue, { code: Code }>;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  date: 'a date',
};

const FORMS: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'a URL',
  datetime: 'a time such as 2026-01-05T09:30:00Z',
  guid: 'an id in hexadecimal digits and hyphens',
  uuid: 'an id in hexadecimal digits and hyphens',
};

const UNITS: Readonly<Record<string, string>> = {
  string: ' characters',
  array: ' entries',
  set: ' entries',
};

const boundText = (which: 'least' | 'most', { origin, bound, inclusive }: Bound): string => {
  const unit = UNITS[origin] ?? '';
  if (which === 'least' && origin === 'string' && bound === 1) return 'must not be empty';
  if (inclusive !== false) return `must be at ${which} ${bound}${unit}`;
  return `must be ${which === 'least' ? 'more' : 'less'} than ${bound}${unit}`;
};

type Bound = { origin: string; bound: number | bigint; inclusive: boolean | undefined };

const shown = (values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join(', ');

const formatText = ({ format }: Of<'invalid_format'>): string =>
  FORMS[format] === undefined ? 'has not the form that is asked for' : `must be ${FORMS[format]}`;

const valuesText = ({ values }: Of<'invalid_value'>): string =>
  `must be ${values.length > 1 ? 'one of ' : ''}${shown(values)}`;

/** What a request breaks where its schema has no words of its own for it: a sentence of ours, for each of zod's codes. */
export const issueText = (issue: Issue): string => {
  if (issue.input === undefined) return 'is required';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? 'of another type'}`;
    case 'invalid_value':
      return valuesText(issue);
    case 'too_small':
      return boundText('least', { ...issue, bound: issue.minimum, inclusive: issue.inclusive });
    case 'too_big':
      return boundText('most', { ...issue, bound: issue.maximum, inclusive: issue.inclusive });
    case 'invalid_format':
      return formatText(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return 'is not a field of this request';
    case 'invalid_key':
    case 'invalid_element':
    case 'invalid_union':
      return 'has none of the forms that are asked for';
    case 'custom':
      return 'is not what is asked for';
  }
};
