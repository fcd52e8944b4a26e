/** A batch that is not being written yet. */
type Waiting<Write> = { writes: Write[]; done: () => void; failed: (error: unknown) => void };

/** Writes batches as one, and says to each how that went. */
const writeAsOne = async <Write>(
  group: readonly Waiting<Write>[],
  batch: (writes: Write[]) => Promise<void>,
): Promise<void> => {
  try {
    await batch(group.flatMap(({ writes }) => writes));
    for (const { done } of group) done();
  } catch (error) {
    for (const { failed } of group) failed(error);
  }
};

/**
 * Writes what comes while a batch is being written as one batch after it: under load most of a write's
 * cost is the call. Batches keep their order, and each is still all or nothing.
 */
export const groupCommit = <Write>(batch: (writes: Write[]) => Promise<void>) => {
  let waiting: Waiting<Write>[] = [];
  let writing = false;

  const flush = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await writeAsOne(group, batch);
    }
    writing = false;
  };

  return (writes: Write[]): Promise<void> =>
    new Promise((done, failed) => {
      waiting.push({ writes, done, failed });
      if (!writing) void flush();
    });
};
