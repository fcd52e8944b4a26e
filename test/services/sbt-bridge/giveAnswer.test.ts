import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamodb } from '../../../engine/aws/dynamodb/dynamodb.ts';
import { answerTable } from '../../../services/sbt-bridge/answerTable.ts';
import { giveAnswer, repeatAnswer } from '../../../services/sbt-bridge/giveAnswer.ts';
import { aBridgeTable } from '../../sbt/bridgeTable.ts';
import { type ProductEngine, productEngine } from '../../support/productEngine.ts';

const REGISTRATION = 'sbt-r1';

let engine: ProductEngine;
let tables = 0;
let heard: string[];
/** What happens to an answer on its way to SBT, by what it says. */
let ways: Map<string, () => Promise<void>>;
let ports: Parameters<typeof giveAnswer>[0];

beforeAll(async () => {
  engine = await productEngine([dynamodb]);
});
afterAll(() => engine.destroy());

beforeEach(async () => {
  tables += 1;
  const tableName = `answers-${tables}`;
  await engine.call('dynamodb', 'CreateTable', aBridgeTable(tableName));
  heard = [];
  ways = new Map();
  ports = {
    answers: answerTable(engine.documents, tableName),
    async answer(type) {
      await ways.get(type)?.();
      heard.push(type);
    },
  };
});

const FAILURE = 'sbt_aws_provisionFailure';
const SUCCESS = 'sbt_aws_provisionSuccess';

const jobOutput = { tenantData: {}, tenantRegistrationData: { registrationStatus: 'Any' } };

const answered = (sequence: number, type: typeof FAILURE | typeof SUCCESS) => ({
  sequence,
  type,
  answer: { tenantRegistrationId: 'r1', jobOutput },
});

const give = (sequence: number, type: typeof FAILURE | typeof SUCCESS) =>
  giveAnswer(ports)(REGISTRATION, answered(sequence, type));

/** Keeps an answer on its way, once it has been sent, until it may arrive. */
const delayed = (type: string) => {
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const sent = new Promise<void>((resolve) => {
    ways.set(type, () => {
      resolve();
      return arrived;
    });
  });
  return { sent, arrive };
};

describe('an answer to SBT', () => {
  it('that arrives after a newer one is followed by the newer one', async () => {
    const { sent, arrive } = delayed(FAILURE);
    const older = give(1, FAILURE);
    await sent;
    await give(2, SUCCESS);

    arrive();
    await older;

    expect(heard).toEqual([SUCCESS, FAILURE, SUCCESS]);
  });

  it('that is asked for again, and arrives after a newer one, is followed by the newer one', async () => {
    await give(1, FAILURE);
    const { sent, arrive } = delayed(FAILURE);
    const repeated = repeatAnswer(ports)(REGISTRATION);
    await sent;
    await give(2, SUCCESS);

    arrive();
    await repeated;

    expect(heard).toEqual([FAILURE, SUCCESS, FAILURE, SUCCESS]);
  });

  it('is dropped when a newer one was told', async () => {
    await give(2, SUCCESS);

    await give(1, FAILURE);

    expect(heard).toEqual([SUCCESS]);
  });

  it('is told once more when nobody knows whether it was', async () => {
    const { answers } = ports;
    await answers.note(REGISTRATION, answered(1, FAILURE));

    await give(1, FAILURE);
    await give(1, FAILURE);

    expect(heard).toEqual([FAILURE]);
  });
});
