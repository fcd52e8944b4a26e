import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { PatternProblem } from './patternProblem.ts';

const IPV4_PARTS = /^\d{1,3}(\.\d{1,3}){3}$/;

/** One text for all ways to write an address: EventBridge compares addresses, not what they look like. */
export const sameAddress = (text: string): string => {
  if (isIPv6(text)) return new URL(`http://[${text}]`).hostname;
  if (!IPV4_PARTS.test(text)) return text;
  const plain = text.split('.').map(Number).join('.');
  return isIPv4(plain) ? plain : text;
};

const malformed = (operand: string) => new PatternProblem(`Malformed CIDR: ${operand}`);

/** Whether an address lies in a network. Throws PatternProblem for what PutRule refuses. */
export const networkTest = (operand: string): ((text: string) => boolean) => {
  const [network = '', bits = ''] = operand.split('/');
  const type = isIPv4(network) ? 'ipv4' : 'ipv6';
  if (!(isIPv4(network) || isIPv6(network)) || !/^\d+$/.test(bits)) throw malformed(operand);
  if (/^::ffff:.*\./i.test(network)) {
    throw new PatternProblem(`Nonstandard IP address: ${network}`);
  }
  const below = type === 'ipv4' ? 32 : 128;
  if (Number(bits) >= below) {
    throw new PatternProblem(`Malformed CIDR, mask bits must be < ${below}`);
  }
  const block = new BlockList();
  block.addSubnet(network, Number(bits), type);
  const isOfType = type === 'ipv4' ? isIPv4 : isIPv6;
  return (text) => isOfType(text) && block.check(text, type);
};
