/** Every order of the elements; equal ones (by identity) are not told apart. */
export const ordersOf = <T>(elements: readonly T[]): T[][] => {
  if (elements.length === 0) return [[]];
  return [...new Set(elements)].flatMap((first) => {
    const at = elements.indexOf(first);
    const others = elements.filter((_element, index) => index !== at);
    return ordersOf(others).map((rest) => [first, ...rest]);
  });
};

/** Every order in which a bus may deliver the elements, each of them once or twice. */
export const deliveriesOf = <T>(elements: readonly T[]): T[][] =>
  elements
    .reduce<T[][]>(
      (bags, element) =>
        bags.flatMap((bag) => [
          [...bag, element],
          [...bag, element, element],
        ]),
      [[]],
    )
    .flatMap((bag) => ordersOf(bag));
