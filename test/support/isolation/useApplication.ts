import type { People } from './isolationPeople.ts';

/** Makes, reads, changes and removes one of each thing that the application keeps. */
export const useApplication = async (people: People, token: string): Promise<void> => {
  for (const [plural, body] of [
    ['products', { name: 'Anvil', price: 1 }],
    ['orders', { orderName: 'First', lines: [{ productId: 'p', quantity: 1 }] }],
  ] as const) {
    const created = await people.call('app', `POST ${plural}`, { token, body });
    const id = created.body[`${plural.slice(0, -1)}Id`];
    await people.call('app', `GET ${plural}`, { token });
    await people.call('app', `GET ${plural}/${id}`, { token });
    await people.call('app', `PUT ${plural}/${id}`, { token, body });
    await people.call('app', `DELETE ${plural}/${id}`, { token });
  }
};
