const fitsAt = (piece: string, text: string, at: number): boolean =>
  at + piece.length <= text.length &&
  [...piece].every((character, index) => character === '?' || character === text[at + index]);

const placeOf = (piece: string, text: string, from: number): number => {
  for (let at = from; at + piece.length <= text.length; at += 1) {
    if (fitsAt(piece, text, at)) return at;
  }
  return -1;
};

/** Whether a text fits a pattern of `*` (any run of characters) and `?` (any one character). */
export const globMatches = (pattern: string, text: string): boolean => {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return head.length === text.length && fitsAt(head, text, 0);
  if (!fitsAt(head, text, 0)) return false;
  let at = head.length;
  for (const piece of rest) {
    const place = placeOf(piece, text, at);
    if (place < 0) return false;
    at = place + piece.length;
  }
  const end = text.length - tail.length;
  return end >= at && fitsAt(tail, text, end);
};
