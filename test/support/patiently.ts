const PAUSE_MS = 300;

/** Asks as people do who are told that there are too many: again, a little later. */
export const patiently = async <Answer extends { status: number }>(
  ask: () => Promise<Answer>,
): Promise<Answer> => {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 429) return answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};
