/** Runs the work of one key piece by piece, in the order of asking; other keys run beside it. */
export type InTurn = <T>(key: string, run: () => Promise<T>) => Promise<T>;

/** Read-check-write sequences are safe inside one turn. A turn must not ask for its own key again. */
export const turns = (): InTurn => {
  const last = new Map<string, Promise<unknown>>();
  return <T>(key: string, run: () => Promise<T>): Promise<T> => {
    const turn = async (): Promise<T> => {
      try {
        return await run();
      } finally {
        if (last.get(key) === mine) last.delete(key);
      }
    };
    const mine: Promise<T> = (last.get(key) ?? Promise.resolve()).then(turn, turn);
    last.set(key, mine);
    return mine;
  };
};
