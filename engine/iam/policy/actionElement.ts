import { ContextKeys } from './contextKeys.ts';
import { policyText } from './policyText.ts';

/** Whether an element names an action, whatever its case. */
export type ActionTest = (action: string) => boolean;

const NO_KEYS = new ContextKeys();

/** Reads an Action element. A wildcard reaches over no colon: `*` alone names every service. */
export const actions = (patterns: readonly string[]): ActionTest => {
  const tests = patterns.map((pattern) => {
    if (pattern === '*') return () => true;
    const [service = '', name = ''] = pattern.toLowerCase().split(':');
    const names = policyText(name, false);
    return (asked: string, action: string) =>
      asked === service && names.fits(action, NO_KEYS) === true;
  });
  return (action) => {
    const [service = '', name = ''] = action.toLowerCase().split(':');
    return tests.some((test) => test(service, name));
  };
};
