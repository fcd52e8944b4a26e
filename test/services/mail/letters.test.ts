import { describe, expect, it } from '@jest/globals';
import {
  addressCodeLetter,
  confirmationLetter,
  mentionOf,
  reminderLetter,
} from '../../../services/mail/letters.ts';
import { legalForms } from '../../signups/legalForms.ts';

describe('mentionOf', () => {
  it.each([
    'Acme',
    'Nordvind A/S',
    '株式会社 見本',
    'L’Atelier',
    'ООО «Ромашка»',
    'Fiat S.p.A.',
    'Johnson & Johnson',
    'Studio 54, Inc.',
    'شرکت نرم\u200cافزار',
    'Yahoo!',
    'B. V. Smith',
  ])('mentions %p', (name) => {
    expect(mentionOf(name)).toBe(name);
  });

  it.each([
    'evil.example',
    'Win at www.evil',
    'https://evil.example/x',
    'mailto:me',
    'me@evil.example',
    'ｅｖｉｌ．ｅｘａｍｐｌｅ',
    'evil。example',
    'x1.com',
    '127.0.0.1',
    '<b>Acme</b>',
    '&lt;b&gt;',
    '[Acme](x)',
    'Acme\nYour code',
    'Acme\u2028Your code',
    'Acme\u202eemcA',
    'Acme 12345678',
    'Acme １２３４５６',
    'Acme 123456',
  ])('does not mention %p', (name) => {
    expect(mentionOf(name)).toBe('your company');
  });

  it('mentions a company of every legal form but one, which could be a domain', () => {
    const names = Object.values(legalForms)
      .flatMap(({ before = [], after = [] }) => [...before, ...after])
      .map((form) => `Acme ${form}`);

    expect(names.filter((name) => mentionOf(name) !== name)).toEqual(['Acme ኃ.የተ.የግ.ማ']);
  });
});

describe('addressCodeLetter', () => {
  it('holds the code as its only group of 6 to 8 digits', () => {
    const { subject, text } = addressCodeLetter('00012345');

    expect(`${subject}\n${text}`.match(/\d{6,}/g)).toEqual(['00012345']);
  });
});

describe('confirmationLetter', () => {
  it('holds the code as its only group of 6 to 8 digits', () => {
    const { subject, text } = confirmationLetter('Acme 12345', '00012345');

    expect(text).toContain('Acme 12345 ');
    expect(`${subject}\n${text}`.match(/\d{6,}/g)).toEqual(['00012345']);
  });
});

describe('reminderLetter', () => {
  const API_URL = 'https://api.example/prod/';

  it('names each tenant, and what tells where its people sign in', () => {
    const { text } = reminderLetter(['Acme', 'Nordvind A/S'], API_URL);

    expect(text).toContain(`\n\n    Acme\n    ${API_URL}sign-in/Acme\n\n`);
    expect(text).toContain(`\n\n    Nordvind A/S\n    ${API_URL}sign-in/Nordvind%20A%2FS\n\n`);
    expect(text).not.toContain('not told');
  });

  it('counts tenants whose names are no text for a mail', () => {
    const { text } = reminderLetter(['Acme', 'evil.example', 'Win 12345678'], API_URL);

    expect(text).toContain('    Acme');
    expect(text).toContain('not told here: 2.');
    expect(text).not.toMatch(/evil|\d{6}/);
  });

  it('says how many there are where it may name none', () => {
    const { text } = reminderLetter(['evil.example'], API_URL);

    expect(text).not.toContain('by these names');
    expect(text).toContain(`not told here: 1. ${API_URL}sign-in/, followed`);
  });
});
