import * as z from 'zod';
import { reasonOf } from '#shared/onEvents.ts';
import type { Occasion } from './acceptRequest.ts';
import { type Answer, Answerable, type AnswerType, OnboardingRequest } from './sbtEvents.ts';

export type ReceivePorts = {
  accept(request: OnboardingRequest, occasion: Occasion): Promise<void>;
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

/**
 * Takes a request from SBT's bus. One that breaks its schema is answered with a failure, if it says
 * for which registration, and dead-lettered with the reason; it starts nothing.
 */
export const receiveRequest =
  ({ accept, answer, deadLetter }: ReceivePorts) =>
  async (event: unknown): Promise<void> => {
    const { detail, ...occasion } = Envelope.parse(event);
    const request = OnboardingRequest.safeParse(detail);
    if (request.success) return accept(request.data, occasion);
    const answerable = Answerable.safeParse(detail);
    if (answerable.success) await answer('sbt_aws_provisionFailure', refusal(answerable.data));
    await deadLetter(event, { code: 'INVALID_EVENT', reason: reasonOf(request.error) });
  };
