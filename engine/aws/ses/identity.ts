import { z } from 'zod';
import type { Engine } from '../../engine.ts';
import type { Collection } from '../../kernel/store.ts';

/** An address or a domain that mail may be sent from. */
export const Identity = z.object({ name: z.string(), tags: z.record(z.string(), z.string()) });
export type Identity = z.infer<typeof Identity>;

/** Every identity, by its name. */
export type Identities = Collection<Identity>;

/** The identities of an engine. */
export const identitiesIn = ({ store }: Pick<Engine, 'store'>): Identities =>
  store.collection('ses.identities', Identity);

/** Domains compare without case, what stands before the @ does not. */
export const identityName = (text: string): string =>
  text.replace(/[^@]*$/, (domain) => domain.toLowerCase());

/** The ARN of an identity. */
export const identityArn = ({ region, accountId }: Engine, name: string): string =>
  `arn:aws:ses:${region}:${accountId}:identity/${name}`;

/** The address itself, its domain, and the domains above that. */
const senders = (address: string): string[] => {
  const name = identityName(address);
  const labels = name.slice(name.lastIndexOf('@') + 1).split('.');
  return [name, ...labels.map((_, index) => labels.slice(index).join('.'))];
};

/** The identity that an address sends by, the closest one; undefined when none lets it. */
export const identityOf = async (
  identities: Identities,
  address: string,
): Promise<Identity | undefined> => {
  for (const name of senders(address)) {
    const found = await identities.get(name);
    if (found) return found;
  }
  return undefined;
};
