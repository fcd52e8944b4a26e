const timeout = (milliseconds: number): Error =>
  Object.assign(new Error(`no answer within ${milliseconds} ms`), { name: 'TimeoutError' });

/** Gives up waiting as the SDK's own request handler would; 0 is no limit. */
export const inTime = async <T>(answer: Promise<T>, milliseconds: number): Promise<T> => {
  if (milliseconds === 0) return answer;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timeout(milliseconds)), milliseconds);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
};
