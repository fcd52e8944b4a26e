/** What never comes. Each is a promise of its own: one for all would keep whoever waits for it. */
export const nothing = (): Promise<never> => new Promise(() => {});
