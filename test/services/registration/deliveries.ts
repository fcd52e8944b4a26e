/** What delivering one event does to a state: where it leads, and whether it has to come again. */
export type Delivery = { state: string; refused: boolean };

type Node = { state: string; left: readonly number[] };

const MOST = 3;

/** Every way to have each of so many events one to three times. */
const bagsOf = (events: number): number[][] =>
  events === 0
    ? [[]]
    : bagsOf(events - 1).flatMap((bag) =>
        Array.from({ length: MOST }, (_, index) => [...bag, index + 1]),
      );

const total = (left: readonly number[]): number => left.reduce((sum, count) => sum + count, 0);

/**
 * The states in which all deliveries can end, over every order of the events with each of them coming
 * one to three times; a refused one comes again later. States that are alike go on alike, so that each
 * is gone on from once: millions of orders are some hundred deliveries.
 */
export const endsOf = async (
  start: string,
  events: number,
  deliver: (state: string, event: number) => Promise<Delivery>,
): Promise<Set<string>> => {
  const ends = new Set<string>();
  const known = new Map<string, Promise<Delivery>>();
  const seen = new Set<string>();
  const open: Node[] = bagsOf(events).map((left) => ({ state: start, left }));

  const delivered = (state: string, event: number) => {
    const key = `${event} ${state}`;
    const delivery = known.get(key) ?? deliver(state, event);
    known.set(key, delivery);
    return delivery;
  };

  const after = async ({ state, left }: Node, event: number): Promise<Node> => {
    const next = await delivered(state, event);
    const fewer = left.map((count, at) => (at === event ? count - 1 : count));
    return { state: next.state, left: next.refused ? left : fewer };
  };

  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { state, left } = node;
    const key = `${left} ${state}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const coming = left.flatMap((count, event) => (count > 0 ? [event] : []));
    const next = await Promise.all(coming.map((event) => after({ state, left }, event)));
    const moved = next.some((one) => one.state !== state || total(one.left) < total(left));
    if (!moved) ends.add(coming.length === 0 ? state : `refused for ever: ${coming} in ${state}`);
    open.push(...next);
  }
  return ends;
};
