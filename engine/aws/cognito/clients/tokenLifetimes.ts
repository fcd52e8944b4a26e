import { invalidParameter } from '../errors.ts';

const SECONDS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;

type Unit = keyof typeof SECONDS;
type Token = 'AccessToken' | 'IdToken' | 'RefreshToken';

/** What a client says of its tokens' lives. */
export type TokenValidity = {
  [Name in `${Token}Validity`]?: number | undefined;
} & { TokenValidityUnits: { [Name in Token]?: Unit | undefined } };
type Rule = { unit: Unit; byDefault: number; least: number; most: number };

const shortLived: Rule = { unit: 'hours', byDefault: 3_600, least: 300, most: 86_400 };
const longLived: Rule = { unit: 'days', byDefault: 2_592_000, least: 3_600, most: 315_360_000 };

const outOfRange = () => invalidParameter('Invalid range for token validity.');

const seconds = (value: number | undefined, unit: Unit | undefined, rule: Rule): number => {
  if (value === undefined || value === 0) return rule.byDefault;
  const asked = value * SECONDS[unit ?? rule.unit];
  if (asked < rule.least || asked > rule.most) throw outOfRange();
  return asked;
};

/** How long a client's tokens live, in seconds; 0 and unset mean Cognito's default. */
export const tokenLifetimes = (
  settings: TokenValidity,
): { access: number; id: number; refresh: number } => {
  const units = settings.TokenValidityUnits;
  const access = seconds(settings.AccessTokenValidity, units.AccessToken, shortLived);
  const id = seconds(settings.IdTokenValidity, units.IdToken, shortLived);
  const refresh = seconds(settings.RefreshTokenValidity, units.RefreshToken, longLived);
  if (refresh < Math.max(access, id)) throw outOfRange();
  return { access, id, refresh };
};
