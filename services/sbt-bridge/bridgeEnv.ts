import * as z from 'zod';

/** What answers SBT needs. */
export const AnswerEnv = z.object({
  SBT_BUS_NAME: z.string().min(1),
  REGISTRATION_TABLE: z.string().min(1),
});
