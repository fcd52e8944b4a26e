const SMALL_I_WITH_DOT = /i\u0307/g;

/** Takes small and capital letters for one, each by itself: `ß` is `ss`, every sigma one, and i with a dot or without. */
export const foldCase = (text: string): string =>
  [...text]
    .map((character) => character.toLowerCase().toUpperCase().toLowerCase())
    .join('')
    .replaceAll(SMALL_I_WITH_DOT, 'i');
