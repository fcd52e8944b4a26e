import ipaddr from 'ipaddr.js';
import * as z from 'zod';

/** Which hosts a deployment posts to: loopback is for runs on one machine. */
export const Hosts = z.enum(['public', 'publicAndLoopback']);
export type Hosts = z.infer<typeof Hosts>;

/** All that is assigned as global unicast; what lies outside embeds IPv4 or is not for the internet. */
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');
const GLOBAL_UNICAST_BITS = 3;

const isGlobal = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.kind() === 'ipv4' || address.match(GLOBAL_UNICAST, GLOBAL_UNICAST_BITS);

/**
 * Whether an IP address is one of the public internet. Private, link-local (so AWS's metadata
 * services), shared, multicast and reserved ones are not, nor are IPv6 forms that carry an IPv4
 * address (mapped, NAT64, 6to4, Teredo): a gateway would send them on to it.
 */
export const isPublic = (text: string): boolean => {
  const address = ipaddr.parse(text);
  return address.range() === 'unicast' && isGlobal(address);
};

/** Whether an IP address is the machine itself, and this deployment may post to that. */
export const isOwnMachine = (address: string, hosts: Hosts): boolean =>
  hosts === 'publicAndLoopback' && ipaddr.parse(address).range() === 'loopback';

/** Whether this deployment may connect to an IP address. */
export const mayReach = (address: string, hosts: Hosts): boolean =>
  isPublic(address) || isOwnMachine(address, hosts);
