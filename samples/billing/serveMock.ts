import { mockBilling } from './mockBilling.ts';

const { url } = await mockBilling(Number(process.env['PORT'] ?? 4600));
process.stdout.write(`mock billing on ${url}customers (Ctrl-C stops it)\n`);
