/** For an option that may be given several times: all its values, in order. */
export const repeated = (value: string, earlier: string[] = []): string[] => [...earlier, value];
