import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { Failure } from '../client/failure.ts';

const REQUIRED = ['tenantName', 'adminEmail', 'tier'] as const;
const OPTIONAL = ['phone', 'address'] as const;
const COLUMNS: readonly string[] = [...REQUIRED, ...OPTIONAL];

/** A company as its row names it, as written; what is optional and empty is left out. */
const Company = z.strictObject({
  tenantName: z.string(),
  adminEmail: z.string(),
  tier: z.string(),
  phone: z.string().optional(),
  address: z.string().optional(),
});
export type Company = z.infer<typeof Company>;

/** A row, by the line that it begins in; one that does not fit the header has a problem instead of a company. */
export type Row = { line: number } & ({ company: Company } | { problem: string });

/** `lines`: how many there were by the record's end. */
const Records = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }),
);

const textOf = async (file: string): Promise<string> => {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`${file} cannot be read: ${error.code ?? error.message}`);
  });
  try {
    // A byte order mark is left out by the decoder.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, '\n');
  } catch {
    throw new Failure(`${file} is no UTF-8 text: save it as "CSV UTF-8"`);
  }
};

const recordsIn = (file: string, text: string) => {
  const options = { info: true, relax_column_count: true, skip_records_with_empty_values: true };
  try {
    return Records.parse(parse(text, { ...options, skip_empty_lines: true }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Failure(`${file} is no CSV: ${error.message}`);
  }
};

const problemsOf = (header: readonly string[]): string[] => [
  ...REQUIRED.filter((name) => !header.includes(name)).map((name) => `lacks the column ${name}`),
  ...header.filter((name) => !COLUMNS.includes(name)).map((name) => `has a column "${name}"`),
  ...header
    .filter((name, at) => header.indexOf(name) !== at)
    .map((name) => `has the column ${name} twice`),
];

const headerOf = (file: string, record: readonly string[] = []): string[] => {
  const header = record.map((name) => name.trim());
  const problems = problemsOf(header);
  if (problems.length === 0) return header;
  throw new Failure(
    [
      `the first row of ${file} must name the columns ${REQUIRED.join(',')} and may name ${OPTIONAL.join(',')}:`,
      ...problems.map((problem) => `  it ${problem}`),
    ].join('\n'),
  );
};

const isLeftOut = (name: string, cell: string): boolean =>
  cell.trim() === '' && OPTIONAL.some((optional) => optional === name);

const companyOf = (header: readonly string[], record: readonly string[]): Company => {
  const cells = header.map((name, at) => [name, record[at] ?? ''] as const);
  return Company.parse(Object.fromEntries(cells.filter(([name, cell]) => !isLeftOut(name, cell))));
};

const rowOf = (
  header: readonly string[],
  { record, info: { lines } }: z.infer<typeof Records>[number],
): Row => {
  const line = lines - record.join('').replaceAll(/[^\n]/g, '').length;
  if (record.length === header.length) return { line, company: companyOf(header, record) };
  return { line, problem: `has ${record.length} cells, and the header ${header.length}` };
};

/** The companies in a CSV file with a header row. Throws Failure where the file as a whole is wrong. */
export const readTenantsFile = async (file: string): Promise<Row[]> => {
  const [first, ...others] = recordsIn(file, await textOf(file));
  const header = headerOf(file, first?.record);
  return others.map((record) => rowOf(header, record));
};

/**
 * What makes a row safe to repeat: the same for the same company, also where other rows of the file were put
 * right meanwhile.
 */
export const idempotencyKeyOf = ({
  tenantName,
  adminEmail,
  tier,
  phone,
  address,
}: Company): string =>
  createHash('sha256')
    .update(JSON.stringify([tenantName, adminEmail, tier, phone, address]))
    .digest('hex');
