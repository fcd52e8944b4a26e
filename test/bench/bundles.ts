import { bundleSizes, bytesOf, SDK } from '../support/bundleSizes.ts';

const LARGEST = 6;

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1024)}`.padStart(5);

process.stdout.write('   KB  SDK rest  handler: its largest packages\n');
for (const size of bundleSizes()) {
  const sdk = bytesOf(size, SDK);
  const packages = size.packages
    .slice(0, LARGEST)
    .map(([name, bytes]) => `${name}${kilobytes(bytes).trimStart().padStart(4)}`);
  process.stdout.write(
    `${kilobytes(size.bytes)}${kilobytes(sdk)}${kilobytes(size.bytes - sdk)}  ${size.handler}: ${packages.join(', ')}\n`,
  );
}
