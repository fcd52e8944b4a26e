import type { z } from 'zod';
import { type Declaration, defineEvent } from '../../events/defineEvent.ts';

/** An event of the tests' own, with words that nobody reads. */
export const anEvent = <const Type extends string, Shape extends z.ZodRawShape>(
  declaration: Declaration<Type, Shape>,
) => defineEvent({ says: 'It is so.', when: 'Once.', means: 'Nothing.', ...declaration });
