import { isNamed } from '#shared/errors.ts';
import { jsonSetting } from '#shared/settings.ts';
import { type PartnerPorts, PartnerRules } from '../onboarding/partners.ts';

/** The rules that `PartnerPublisher` has written, one parameter per partner below the prefix. */
export const partnerParameters =
  (prefix: string): PartnerPorts['rulesOf'] =>
  async (partner) => {
    try {
      return await jsonSetting(`${prefix}/${partner}`, PartnerRules)();
    } catch (error) {
      if (isParameterMissing(error)) return undefined;
      throw error;
    }
  };

/** Powertools wraps what SSM answers, and keeps its name in the cause. */
const isParameterMissing = (error: unknown): boolean =>
  isNamed(error, 'ParameterNotFound') ||
  (error instanceof Error && isNamed(error.cause, 'ParameterNotFound'));
