/**
 * Turns "no answer" into API Gateway's 401: it gives one when an authorizer fails with exactly this
 * message. Any other failure is a 500, and neither is kept for the next request.
 */
export const orUnauthorized =
  <Answer>(run: (event: unknown) => Promise<Answer | undefined>) =>
  async (event: unknown): Promise<Answer> => {
    const answer = await run(event);
    if (answer === undefined) throw new Error('Unauthorized');
    return answer;
  };
