import type { Operation } from '../../../endpoint/service.ts';
import type { Context } from '../context.ts';
import { Session } from '../session.ts';
import { parsed } from './writeItem.ts';

/** GetItem. Every read is consistent. */
export const getItem =
  (context: Context): Operation =>
  async (input) => {
    const outcome = await new Session(context).run('getItem', parsed(context, 'getItem', input));
    if (outcome.error) throw outcome.error;
    return outcome.answer;
  };
