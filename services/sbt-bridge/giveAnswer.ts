import { TransientError } from '#shared/errors.ts';
import { logger } from '#shared/logger.ts';
import type { Answered, Answers } from './answerTable.ts';
import type { Answer, AnswerType } from './sbtEvents.ts';

export type AnswerPorts = {
  answers: Answers;
  answer(type: AnswerType, answer: Answer): Promise<void>;
};

/** Newer answers that came while one was told, after which the event comes again. */
const ATTEMPTS = 3;

/** Tells the newest answer until there is no newer one: what SBT hears last is the newest. */
const tellNewest = async (
  { answers, answer }: AnswerPorts,
  registrationId: string,
  isLast: (told: number) => Promise<boolean>,
): Promise<void> => {
  for (let tried = 0; tried < ATTEMPTS; tried += 1) {
    const newest = await answers.newest(registrationId);
    if (!newest) return;
    await answer(newest.type, newest.answer);
    if (await isLast(newest.sequence)) return;
  }
  throw new TransientError('newer answers came at the same moment');
};

/**
 * Answers SBT, which keeps what it hears last, however old: an answer that comes late, or again, is dropped.
 * Run again after a crash, it tells the newest once more where nobody knows what was told.
 */
export const giveAnswer =
  (ports: AnswerPorts) =>
  async (registrationId: string, given: Answered): Promise<void> => {
    const { answers } = ports;
    const { sequence: own } = given;
    const isNew = await answers.note(registrationId, given);
    if (!isNew && !(await answers.isOpen(registrationId, own))) {
      logger.info('not answered: it was, or something later', { registrationId, sequence: own });
      return;
    }
    await tellNewest(ports, registrationId, (told) =>
      answers.settle(registrationId, { own, told }),
    );
  };

/** Tells the newest answer once more to somebody who asks again. Nothing where none is known yet: it will come. */
export const repeatAnswer = (ports: AnswerPorts) => (registrationId: string) =>
  tellNewest(
    ports,
    registrationId,
    async (told) => (await ports.answers.newest(registrationId))?.sequence === told,
  );
