import { codeIn } from '../mailedCode.ts';
import type { People, Person } from './isolationPeople.ts';

/** Somebody changes its address by the code that is mailed there. */
export const changeAddress = async (
  people: People,
  { username, tokens: { id: token } }: Person,
  email: string,
): Promise<void> => {
  const path = `users/${username}/email`;
  await people.call('control', `PUT ${path}`, { token, body: { email } });
  const code = codeIn(await people.mailTo(email));
  await people.call('control', `POST ${path}/confirm`, { token, body: { code } });
};
