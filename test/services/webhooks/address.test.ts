import { describe, expect, it } from '@jest/globals';
import { isPublic, mayReach } from '../../../services/webhooks/address.ts';

const inside = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.1.2.3',
  '169.254.0.1',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:93.184.216.34',
  '::ffff:0:127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::93.184.216.34',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:2::1',
  '2001:10::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:5db8:d822::1',
  '3fff::1',
  '4000::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
];

const outside = [
  '1.1.1.1',
  '9.255.255.255',
  '93.184.216.34',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.255.255',
  '2606:4700::1111',
  '2a00:1450:4001::1',
];

describe('isPublic', () => {
  it.each(inside)('refuses %s', (address) => {
    expect(isPublic(address)).toBe(false);
  });

  it.each(outside)('admits %s', (address) => {
    expect(isPublic(address)).toBe(true);
  });
});

describe('mayReach', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1'])('reaches %s only where a stage says so', (address) => {
    expect(mayReach(address, 'public')).toBe(false);
    expect(mayReach(address, 'publicAndLoopback')).toBe(true);
  });

  it.each(inside.filter((address) => !/^(127\.|::1$)/.test(address)))(
    'never reaches %s',
    (address) => {
      expect(mayReach(address, 'publicAndLoopback')).toBe(false);
    },
  );
});
