// A billing system of another team, written from the catalogue in docs/events alone: it reads the
// schemas, validates what its queue brings, and keeps a ledger. It runs until it is told to stop.
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { emptyLedger, record } from './ledger.mjs';

const { CATALOGUE, QUEUE_URL, LEDGER } = process.env;

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const validators = readdirSync(`${CATALOGUE}/schemas`).map((file) =>
  ajv.compile(JSON.parse(readFileSync(`${CATALOGUE}/schemas/${file}`, 'utf8'))),
);

const read = () => (existsSync(LEDGER) ? JSON.parse(readFileSync(LEDGER, 'utf8')) : emptyLedger());

const write = (ledger) => {
  writeFileSync(`${LEDGER}.new`, JSON.stringify(ledger));
  renameSync(`${LEDGER}.new`, LEDGER);
};

const sqs = new SQSClient();
const ledger = read();
let running = true;
process.once('SIGTERM', () => {
  running = false;
});

while (running) {
  const receive = { QueueUrl: QUEUE_URL, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 };
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(receive));
  for (const { Body } of Messages) {
    const event = JSON.parse(Body);
    if (validators.some((isValid) => isValid(event))) record(ledger, event);
    else ledger.aside.push(event);
  }
  if (Messages.length === 0) continue;
  // First the ledger, then the messages: what a crash leaves in the queue comes again and is known.
  write(ledger);
  const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: QUEUE_URL, Entries }));
}
