/** Every order of the elements; equal ones are not told apart. */
const ordersOf = <T>(elements: readonly T[]): T[][] => {
  if (elements.length === 0) return [[]];
  return [...new Set(elements)].flatMap((first) => {
    const at = elements.indexOf(first);
    const others = elements.filter((_element, index) => index !== at);
    return ordersOf(others).map((rest) => [first, ...rest]);
  });
};

/** Every order, and every order delivered twice over. */
export const roundsOf = <T>(elements: readonly T[]): T[][] =>
  ordersOf(elements).flatMap((order) => [order, [...order, ...order]]);
