import { describe, expect, it } from '@jest/globals';
import { destinationOf, urlProblem } from '../../../services/webhooks/destination.ts';

describe('urlProblem', () => {
  it.each([
    'https://billing.example.com/events',
    'https://billing.example.com:443/',
    'https://billing.example.com:8443/a?b=c',
    'https://93.184.216.34/',
    'https://[2606:4700::1111]/',
  ])('admits %s', (url) => {
    expect(urlProblem(url, 'public')).toBeUndefined();
  });

  it.each([
    ['nonsense', 'must be a URL'],
    ['//billing.example.com', 'must be a URL'],
    ['http://billing.example.com', 'must begin with https://'],
    ['ftp://billing.example.com', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    ['https://user@billing.example.com', 'must not hold credentials'],
    ['https://user:secret@billing.example.com', 'must not hold credentials'],
    ['https://billing.example.com/#top', 'must not have a fragment'],
    ['https://billing.example.com:22', 'must have port 443 or 8443'],
    ['https://billing.example.com:6379', 'must have port 443 or 8443'],
    ['https://localhost', 'must name its host in full'],
    ['https://billing', 'must name its host in full'],
    ['https://billing.', 'must name its host in full'],
  ])('refuses %s: it %s', (url, problem) => {
    expect(urlProblem(url, 'public')).toBe(problem);
  });

  it.each([
    'https://127.0.0.1',
    'https://127.1',
    'https://2130706433',
    'https://0x7f000001',
    'https://0x7f.0.0.1',
    'https://0177.0.0.1',
    'https://017700000001',
    'https://127.0.0.1.',
    'https://①②⑦.0.0.1',
    'https://%31%32%37.0.0.1',
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166',
    'https://10.0.0.1',
    'https://172.16.0.1',
    'https://192.168.0.1',
    'https://100.64.0.1',
    'https://0.0.0.0',
    'https://0',
    'https://[::]',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://[::ffff:7f00:1]',
    'https://[64:ff9b::7f00:1]',
    'https://[2002:7f00:1::]',
    'https://[fe80::1]',
    'https://[fd00:ec2::254]',
  ])('refuses %s, however it is written', (url) => {
    expect(urlProblem(url, 'public')).toMatch(/^must not point to .*, which is not public$/);
  });

  it.each([
    'http://localhost:9000/hook',
    'http://127.0.0.1:9000',
    'http://[::1]:9000',
    'https://localhost',
  ])('admits %s only where the stage admits loopback', (url) => {
    expect(urlProblem(url, 'publicAndLoopback')).toBeUndefined();
    expect(urlProblem(url, 'public')).toBeDefined();
  });

  it.each([
    'http://billing.example.com',
    'http://10.0.0.1',
    'http://93.184.216.34',
    'https://169.254.169.254',
    'ftp://localhost',
    'http://user@localhost',
  ])('refuses %s there too', (url) => {
    expect(urlProblem(url, 'publicAndLoopback')).toBeDefined();
  });
});

describe('destinationOf', () => {
  const check = (addresses: string[] | Error, hosts: 'public' | 'publicAndLoopback' = 'public') =>
    destinationOf({
      hosts,
      async resolve() {
        if (addresses instanceof Error) throw addresses;
        return addresses;
      },
    })('https://billing.example.com/events');

  it('gives the address to connect to', async () => {
    expect(await check(['93.184.216.34', '2606:4700::1111'])).toEqual({
      url: new URL('https://billing.example.com/events'),
      address: '93.184.216.34',
    });
  });

  it('audit 24: connects by IPv4 where the name has both, whichever comes first', async () => {
    expect(await check(['2606:4700::1111', '93.184.216.34'])).toMatchObject({
      address: '93.184.216.34',
    });
    expect(await check(['2606:4700::1111'])).toMatchObject({ address: '2606:4700::1111' });
  });

  it.each([
    ['127.0.0.1'],
    ['169.254.169.254'],
    ['10.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['64:ff9b::a9fe:a9fe'],
    ['2002:a9fe:a9fe::'],
    ['fd00:ec2::254'],
  ])('refuses a name that stands for %s', async (address) => {
    const problem = `must not resolve to ${address}, which is not public`;

    expect(await check([address])).toEqual({ problem });
    expect(await check(['93.184.216.34', address])).toEqual({ problem });
  });

  it('refuses a name without an address', async () => {
    const problem = 'has a host without an address';

    expect(await check([])).toEqual({ problem });
    expect(await check(new Error('ENOTFOUND'))).toEqual({ problem });
  });

  it('looks no address up', async () => {
    const check = destinationOf({
      hosts: 'public',
      resolve: () => Promise.reject(new Error('was asked')),
    });

    expect(await check('https://93.184.216.34/')).toMatchObject({ address: '93.184.216.34' });
    expect(await check('https://10.0.0.1/')).toHaveProperty('problem');
  });
});
