/** What happens around each call of a method, by its name. */
export type Watch = { before?(name: string): Promise<void>; after?(name: string): Promise<void> };

/** The same ports, each call of whose methods is watched: it may be held up there, or cut off. */
export const watched = <Ports extends object>(ports: Ports, { before, after }: Watch): Ports =>
  new Proxy(ports, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...given: unknown[]): Promise<unknown> => {
        await before?.(String(name));
        const answer: unknown = await Reflect.apply(method, target, given);
        await after?.(String(name));
        return answer;
      };
    },
  });

/** Does something at the n-th of the moments that it is asked; `isOver` says that there were fewer. */
export const atMoment = (n: number, act: () => Promise<void>) => {
  let moments = 0;
  return {
    async pass(): Promise<void> {
      moments += 1;
      if (moments === n) await act();
    },
    isOver: () => moments < n,
  };
};
