/** A file of a store is not as it was written; the message says which and how. */
export class Damage extends Error {
  override readonly name = 'Damage';
}

/** Carries out a check of a file; whatever it stumbles over is damage of that file. */
export const checking = <T>(file: string, check: () => T): T => {
  try {
    return check();
  } catch (cause) {
    if (cause instanceof Damage) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Damage(`${file} cannot be read: ${why}`, { cause });
  }
};
