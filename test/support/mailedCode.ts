/** The one group of six to eight digits of the newest mail that has such. */
export const codeIn = (newestFirst: readonly { body: string }[]): string | undefined =>
  newestFirst
    .map(({ body }) => /(?<!\d)\d{6,8}(?!\d)/.exec(body)?.[0])
    .find((code) => code !== undefined);
