import { getCountries, getExampleNumber } from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';
import { pick, sequenceOf } from '../../simulation/world/seededRandom.ts';
import { type Chance, generatedName, generatedWord, likely } from './generatedName.ts';

/** A sign-up as a form sends it. */
export type GeneratedSignUp = {
  tenantName: string;
  adminEmail: string;
  tier: string;
  phone?: string | null;
  address?: string | null;
};

const LOCALS = ['info', 'kontakt', "o'hara", 'r&d', 'first.last+saas', 'Ada', 'a_b', '24-7', 'x'];
const DOMAINS = [
  'firma.example',
  'Shop.Example.COM',
  'a-b.co.uk',
  'xn--e1afmkfd.xn--p1ai',
  'x.technology',
];
const EXTENSIONS = [' ext. 12', ' x34', ' #7', ' ext 123'];
const TIERS = ['basic', 'Standard', 'PREMIUM', ' basic ', 'platinum'];
const BLANKS = ['', '  ', null];

const COUNTRIES = getCountries();

const aDomain = (chance: Chance, locale: string): string => {
  if (likely(chance, 0.8)) return pick(DOMAINS, chance());
  const label = generatedWord(chance, locale).replaceAll(/\P{L}/gu, '').toLowerCase();
  return `${label}.example`;
};

const aPhone = (chance: Chance): string => {
  const number = getExampleNumber(pick(COUNTRIES, chance()), examples);
  if (!number) return '+49 151 12345678';
  const text = likely(chance, 0.7) ? number.formatInternational() : number.number;
  return likely(chance, 0.25) ? text + pick(EXTENSIONS, chance()) : text;
};

const anAddress = (chance: Chance, locale: string): string => {
  const [street, city] = [generatedWord(chance, locale), generatedWord(chance, locale)];
  const number = 1 + Math.floor(chance() * 99_999);
  return [`${street} ${number}/B`, `${number} ${city}`].join(pick(['\n', '\r\n', ', '], chance()));
};

/** An optional field: there, blank, or not there at all. */
const optional = <T>(chance: Chance, value: () => T) => {
  const how = chance();
  if (how < 0.5) return value();
  return how < 0.7 ? pick(BLANKS, chance()) : undefined;
};

/** A sign-up of its own for each number. */
export const generatedSignUp = (seed: number, n: number): GeneratedSignUp => {
  const chance = sequenceOf(seed * 1_000_003 + n);
  const { locale, name } = generatedName(chance);
  const [phone, address] = [
    optional(chance, () => aPhone(chance)),
    optional(chance, () => anAddress(chance, locale)),
  ];
  return {
    tenantName: name,
    adminEmail: `${pick(LOCALS, chance())}@${aDomain(chance, locale)}`,
    tier: pick(TIERS, chance()),
    ...(phone !== undefined && { phone }),
    ...(address !== undefined && { address }),
  };
};
