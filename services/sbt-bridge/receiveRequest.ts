import * as z from 'zod';
import { reasonOf } from '#shared/onEvents.ts';
import type { Occasion } from './acceptRequest.ts';
import type { Answered, Answers } from './answerTable.ts';
import {
  type Answer,
  Answerable,
  type AnswerType,
  OnboardingRequest,
  registrationIdOf,
  SbtRegistrationId,
} from './sbtEvents.ts';

export type ReceivePorts = {
  accept(request: OnboardingRequest, occasion: Occasion): Promise<void>;
  /** Whether SBT has asked for the registration in a way that could be understood. */
  isKnown(registrationId: string): Promise<boolean>;
  answers: Pick<Answers, 'newest'>;
  /** Answers SBT unless it was answered so, or something later. */
  give(registrationId: string, answered: Answered): Promise<void>;
  /** Tells once more what is known of a registration by now. */
  repeat(registrationId: string): Promise<void>;
  answer(type: AnswerType, answer: Answer): Promise<void>;
  deadLetter(event: unknown, why: { code: string; reason: string }): Promise<void>;
};

const Envelope = z.object({ id: z.string(), time: z.iso.datetime(), detail: z.unknown() });

const refusal = ({ tenantRegistrationId, tenantId }: z.infer<typeof Answerable>): Answer => ({
  tenantRegistrationId,
  jobOutput: {
    tenantData: { ...(tenantId !== undefined && { tenantId }), tenantStatus: 'Failed' },
    tenantRegistrationData: { registrationStatus: 'Failed' },
  },
});

/** Before every outcome: a request that can be understood may still come. */
const NOT_UNDERSTOOD = -1;

/** A request that breaks its schema says nothing new of a registration that is known. */
const refuse = async (
  ports: ReceivePorts,
  answerable: z.infer<typeof Answerable>,
): Promise<void> => {
  const answer = refusal(answerable);
  const id = SbtRegistrationId.safeParse(answerable.tenantRegistrationId);
  if (!id.success) return ports.answer('sbt_aws_provisionFailure', answer);
  const registrationId = registrationIdOf({ tenantRegistrationId: id.data });
  const isKnown = await ports.isKnown(registrationId);
  if (isKnown || (await ports.answers.newest(registrationId))) return ports.repeat(registrationId);
  const type = 'sbt_aws_provisionFailure';
  return ports.give(registrationId, { sequence: NOT_UNDERSTOOD, type, answer });
};

/**
 * Takes a request from SBT's bus. One that breaks its schema is answered, with a failure unless more is known,
 * if it says for which registration, and dead-lettered with the reason; it starts nothing.
 */
export const receiveRequest =
  (ports: ReceivePorts) =>
  async (event: unknown): Promise<void> => {
    const { detail, ...occasion } = Envelope.parse(event);
    const request = OnboardingRequest.safeParse(detail);
    if (request.success) return ports.accept(request.data, occasion);
    const answerable = Answerable.safeParse(detail);
    if (answerable.success) await refuse(ports, answerable.data);
    await ports.deadLetter(event, { code: 'INVALID_EVENT', reason: reasonOf(request.error) });
  };
