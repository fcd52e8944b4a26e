import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { acceptRequest } from '../../services/sbt-bridge/acceptRequest.ts';
import { answerTable } from '../../services/sbt-bridge/answerTable.ts';
import {
  type AnswerPorts,
  giveAnswer,
  repeatAnswer,
} from '../../services/sbt-bridge/giveAnswer.ts';
import { receiveRequest } from '../../services/sbt-bridge/receiveRequest.ts';
import { type AnswerType, REGISTRATION_PREFIX } from '../../services/sbt-bridge/sbtEvents.ts';
import { sbtRegistrationTable } from '../../services/sbt-bridge/sbtRegistrationTable.ts';
import { chanceOf, sequenceOf } from '../../simulation/world/seededRandom.ts';
import { type SbtLife, sbtLife } from './sbtLives.ts';

export type Driven = { documents: DynamoDBDocumentClient; tableName: string; seed: number };

/** How often a call fails, before it acts or after; how often an event comes twice; how many are handled at once. */
export type Trouble = { faults: number; copies: number; atOnce: number };

type Work = { about: string; of: string; run(): Promise<void> };

const TRIES = 40;
const NEARLY = 0.02;
/** Answers overtake each other on SBT's bus. */
const MOST_ON_THE_WAY_MS = 12;

const typeOf = (isThere: boolean): AnswerType =>
  isThere ? 'sbt_aws_provisionSuccess' : 'sbt_aws_provisionFailure';

/** A control plane of SBT's, which keeps what it hears last, and the bridge, whose calls fail and cross. */
export class SbtDriver {
  /** What SBT has heard of each registration, in order. */
  readonly heard = new Map<string, AnswerType[]>();
  faults = 0;
  readonly #chance: () => number;
  readonly #trouble: Trouble;
  readonly #registered = new Set<string>();
  readonly #give: ReturnType<typeof giveAnswer>;
  readonly #receive: ReturnType<typeof receiveRequest>;

  constructor({ documents, tableName, seed }: Driven, trouble: Trouble) {
    this.#chance = sequenceOf(seed);
    this.#trouble = trouble;
    const ports = this.#ports(answerTable(documents, tableName));
    const { find, keep } = sbtRegistrationTable(documents, tableName);
    const repeat = repeatAnswer(ports);
    this.#give = giveAnswer(ports);
    const accept = acceptRequest({
      keep,
      repeat,
      publish: async (_event, { correlationId }) => {
        this.#fail('before publishing');
        this.#registered.add(correlationId);
      },
    });
    const isKnown = async (id: string) => (await find(id)) !== undefined;
    const deadLetter = async () => {};
    this.#receive = receiveRequest({
      ...ports,
      accept,
      isKnown,
      deadLetter,
      repeat,
      give: this.#give,
    });
  }

  #ports(answers: AnswerPorts['answers']): AnswerPorts {
    return {
      answers: {
        ...answers,
        note: async (...given) => {
          const noted = await answers.note(...given);
          this.#fail('after noting');
          return noted;
        },
        settle: async (...given) => {
          this.#fail('before settling');
          return answers.settle(...given);
        },
      },
      answer: async (type, { tenantRegistrationId }) => {
        this.#fail('before the answer');
        await new Promise((resolve) => setTimeout(resolve, MOST_ON_THE_WAY_MS * this.#chance()));
        this.heard.set(tenantRegistrationId, [...this.#heardOf(tenantRegistrationId), type]);
        this.#fail('after the answer');
      },
    };
  }

  #heardOf(tenantRegistrationId: string): AnswerType[] {
    return this.heard.get(tenantRegistrationId) ?? [];
  }

  #fail(where: string): void {
    if (this.#chance() >= this.#trouble.faults) return;
    this.faults += 1;
    throw new Error(`a fault ${where}`);
  }

  /** As Lambda tries again, and after that an operator's redrive. */
  async #untilDone({ about, run }: Work): Promise<void> {
    for (let tried = 0; tried < TRIES; tried += 1) {
      const isDone = await run().then(
        () => true,
        () => false,
      );
      if (isDone) return;
    }
    throw new Error(`${about} is never done`);
  }

  /** In any order, some twice, several at once: those of one registration mostly meet. */
  async #doAll(work: readonly Work[]): Promise<void> {
    const again = work.filter(() => this.#chance() < this.#trouble.copies);
    const left = [...work, ...again]
      .map((each) => ({ each, at: chanceOf(0, each.of) + NEARLY * this.#chance() }))
      .sort((one, other) => one.at - other.at);
    while (left.length > 0) {
      await Promise.all(
        left.splice(0, this.#trouble.atOnce).map(({ each }) => this.#untilDone(each)),
      );
    }
  }

  #outcomesOf({ tenantRegistrationId, outcomes }: SbtLife): Work[] {
    const registrationId = `${REGISTRATION_PREFIX}${tenantRegistrationId}`;
    if (!this.#registered.has(registrationId)) return [];
    const jobOutput = { tenantData: {}, tenantRegistrationData: { registrationStatus: 'any' } };
    const answer = { tenantRegistrationId, jobOutput };
    return outcomes.map(({ sequence, isThere }) => ({
      about: `${registrationId} at ${sequence}`,
      of: tenantRegistrationId,
      run: () => this.#give(registrationId, { sequence, type: typeOf(isThere), answer }),
    }));
  }

  /** Each first request of these lives; then what comes of them, beside each second one; then the rest. */
  async live(lives: readonly SbtLife[]): Promise<void> {
    const time = '2026-01-05T09:30:00Z';
    const asking = (at: number): Work[] =>
      lives.flatMap(({ asked, tenantRegistrationId: of }) => {
        const { id, request: detail } = asked[at] ?? {};
        if (id === undefined) return [];
        return [{ about: id, of, run: () => this.#receive({ id, time, detail }) }];
      });
    await this.#doAll(asking(0));
    const early = lives.flatMap((life) => this.#outcomesOf(life));
    await this.#doAll([...early, ...asking(1)]);
    const told = new Set(early.map(({ about }) => about));
    const late = lives.flatMap((life) => this.#outcomesOf(life));
    await this.#doAll(late.filter(({ about }) => !told.has(about)));
  }

  /** The registrations of which SBT has heard nothing, or last what is not so. */
  misled(lives: readonly SbtLife[]): string[] {
    return lives
      .filter(({ tenantRegistrationId, isThere }) => {
        return this.#heardOf(tenantRegistrationId).at(-1) !== typeOf(isThere);
      })
      .map(({ tenantRegistrationId, asked }) => {
        const heard = this.#heardOf(tenantRegistrationId);
        return `${tenantRegistrationId}, asked for ${asked.length} times, has heard: ${heard}`;
      });
  }
}

/** The registrations of a seed that make so many requests. */
export const livesOf = (seed: number, requests: number): SbtLife[] => {
  const lives: SbtLife[] = [];
  for (let count = 0; count < requests; ) {
    const life = sbtLife(seed, lives.length);
    lives.push(life);
    count += life.asked.length;
  }
  return lives;
};
