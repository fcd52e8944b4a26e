import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { localProcesses } from '../support/localProcesses.ts';
import { projectFolder } from '../support/projectFolder.ts';

/** The largest file that a run may write, in blocks of 512 bytes: full long before a disk would be. */
const SMALL_DISK = 'ulimit -f 2048';
const LONG = 'x'.repeat(4_000);

let folder: Awaited<ReturnType<typeof projectFolder>>;
let processes: ReturnType<typeof localProcesses>;

beforeEach(async () => {
  folder = await projectFolder();
  processes = localProcesses(folder.project);
});

afterEach(async () => {
  processes.end();
  await folder.remove();
});

/** A store that takes no more is told at once; what is read faster than an account may is read again. */
const READS = 10;

const clientConfig = async () => {
  const outputs = JSON.parse(await readFile(folder.outputsFile, 'utf8'));
  const { AwsEndpoint: endpoint, AccessKeyId, SecretAccessKey, Region: region } = outputs;
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey };
  return { endpoint, region, credentials, maxAttempts: 1 };
};

/** Stores a long value under a key, and reads it back. */
type Shelf = { put(key: string): Promise<unknown>; get(key: string): Promise<string | undefined> };

const parameters = async (): Promise<Shelf> => {
  const client = new SSMClient(await clientConfig());
  const reading = new SSMClient({ ...(await clientConfig()), maxAttempts: READS });
  return {
    put: (key) =>
      client.send(new PutParameterCommand({ Name: `/${key}`, Value: LONG, Type: 'String' })),
    get: async (key) =>
      (await reading.send(new GetParameterCommand({ Name: `/${key}` }))).Parameter?.Value,
  };
};

const items = async (): Promise<Shelf> => {
  const client = new DynamoDBClient(await clientConfig());
  const { TableNames: [TableName] = [] } = await client.send(new ListTablesCommand({}));
  return {
    put: (key) =>
      client.send(new PutItemCommand({ TableName, Item: { id: { S: key }, text: { S: LONG } } })),
    get: async (key) =>
      (await client.send(new GetItemCommand({ TableName, Key: { id: { S: key } } }))).Item?.['text']
        ?.S,
  };
};

/** Stores on until something cannot be stored; answers what was. */
const stored = async ({ put }: Shelf): Promise<string[]> => {
  const answered: string[] = [];
  let open = true;
  const store = async (prefix: string) => {
    for (let index = 0; open; index += 1) {
      const key = `${prefix}${index}`;
      const isStored = await put(key).then(
        () => true,
        () => false,
      );
      if (isStored) answered.push(key);
      open &&= isStored;
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(store));
  return answered;
};

describe('a run whose disk is full', () => {
  it.each([
    ['state', parameters],
    ['dynamodb', items],
  ])('ends with a sentence, and keeps in %s what it answered', async (name, shelf) => {
    const full = processes.run({ before: SMALL_DISK });
    await full.ready;
    const answered = await stored(await shelf());

    expect(await full.ended).toBe(1);
    expect(await full.errors).toMatch(
      new RegExp(
        `^error: .*/here/${name} takes no more \\(.*File too large\\): make room there, .* start again; whatever was answered with success is kept\n$`,
      ),
    );
    expect(answered.length).toBeGreaterThan(100);

    const roomy = processes.run();
    await roomy.ready;
    const { get } = await shelf();
    const lost: string[] = [];
    for (const key of answered) if ((await get(key).catch(() => '')) !== LONG) lost.push(key);
    expect(lost).toEqual([]);
  });
});

describe('a run whose store is damaged', () => {
  it.each(['state', 'dynamodb'])('ends with a sentence that names %s', async (name) => {
    const first = processes.run();
    await first.ready;
    const { put } = await (name === 'state' ? parameters() : items());
    await put('a');
    await put('b');
    first.child.kill('SIGKILL');
    await first.ended;
    const directory = join(folder.directory, name);
    const log = (await readdir(directory)).find((file) => file.endsWith('.log')) ?? '';
    const bytes = await readFile(join(directory, log));
    const middle = Math.floor(bytes.length / 2);
    bytes.fill(7, middle, middle + 20);
    await writeFile(join(directory, log), bytes);

    const second = processes.run();

    expect(await second.ended).toBe(1);
    expect(await second.errors).toMatch(
      new RegExp(
        `^error: .*/here/${name} is damaged \\(${log} is not as it was written at byte \\d+\\): nothing in it was changed; .*LOCAL_DIR.*\n$`,
      ),
    );
    expect(await readFile(join(directory, log))).toEqual(bytes);
  });
});
