const fitsAt = (piece: string, text: string, at: number): boolean => {
  if (!piece.includes('?')) return text.startsWith(piece, at);
  if (at + piece.length > text.length) return false;
  for (let index = 0; index < piece.length; index += 1) {
    if (piece[index] !== '?' && piece[index] !== text[at + index]) return false;
  }
  return true;
};

const placeOf = (piece: string, text: string, from: number): number => {
  for (let at = from; at + piece.length <= text.length; at += 1) {
    if (fitsAt(piece, text, at)) return at;
  }
  return -1;
};

/** Whether a text fits a pattern of `*` (any run of characters) and `?` (any one character). */
export const globMatches = (pattern: string, text: string): boolean => {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern.length === text.length && fitsAt(pattern, text, 0);
  if (!fitsAt(pattern.slice(0, star), text, 0)) return false;
  const rest = pattern.slice(star + 1).split('*');
  const tail = rest.pop() ?? '';
  let at = star;
  for (const piece of rest) {
    const place = placeOf(piece, text, at);
    if (place < 0) return false;
    at = place + piece.length;
  }
  const end = text.length - tail.length;
  return end >= at && fitsAt(tail, text, end);
};
