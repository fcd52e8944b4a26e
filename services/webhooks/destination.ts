import { isIP } from 'node:net';
import { type Hosts, isOwnMachine, mayReach } from './address.ts';

/** All addresses of a host name; throws when it has none. */
export type Resolve = (hostname: string) => Promise<string[]>;

/** A function of AWS Lambda outside a VPC reaches no IPv6 address. */
const chosenOf = (addresses: readonly string[]): string | undefined =>
  addresses.find((address) => isIP(address) === 4) ?? addresses[0];

/** A URL that may be posted to, and the one address to connect to; or why there is none. */
export type Destination = { url: URL; address: string } | { problem: string };

const PORTS = ['', '8443'];

/** A URL's host without the brackets of IPv6. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)]$/, '$1');

/** Where a deployment admits loopback, plain HTTP on any port of it is fine. */
const isLocal = (host: string, hosts: Hosts): boolean =>
  isIP(host) === 0
    ? hosts === 'publicAndLoopback' && host === 'localhost'
    : isOwnMachine(host, hosts);

const hostProblem = (host: string, hosts: Hosts): string | undefined => {
  if (isIP(host) !== 0) {
    return mayReach(host, hosts) ? undefined : `must not point to ${host}, which is not public`;
  }
  return /[^.]\.[^.]/.test(host) ? undefined : 'must name its host in full';
};

/** What is wrong with the text of an endpoint's URL, before its host is looked up. */
export const urlProblem = (text: string, hosts: Hosts): string | undefined => {
  if (!URL.canParse(text)) return 'must be a URL';
  const url = new URL(text);
  const host = hostOf(url);
  if (url.username !== '' || url.password !== '') return 'must not hold credentials';
  if (url.hash !== '') return 'must not have a fragment';
  if (isLocal(host, hosts) && /^https?:$/.test(url.protocol)) return undefined;
  if (url.protocol !== 'https:') return 'must begin with https://';
  if (!PORTS.includes(url.port)) return 'must have port 443 or 8443';
  return hostProblem(host, hosts);
};

const addressesOf = async (host: string, resolve: Resolve): Promise<string[]> => {
  if (isIP(host) !== 0) return [host];
  // That a name cannot be looked up is an answer, whatever the reason.
  return resolve(host).catch(() => []);
};

/**
 * Checks a URL by the rules and by every address of its host. Whoever connects must use the
 * address that is given here: a second look-up could answer another one.
 */
export const destinationOf =
  ({ resolve, hosts }: { resolve: Resolve; hosts: Hosts }) =>
  async (text: string): Promise<Destination> => {
    const problem = urlProblem(text, hosts);
    if (problem !== undefined) return { problem };
    const url = new URL(text);
    const addresses = await addressesOf(hostOf(url), resolve);
    const refused = addresses.find((address) => !mayReach(address, hosts));
    if (refused) return { problem: `must not resolve to ${refused}, which is not public` };
    const address = chosenOf(addresses);
    return address === undefined ? { problem: 'has a host without an address' } : { url, address };
  };
