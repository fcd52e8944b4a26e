import { z } from 'zod';
import { defineSaga, SagaSubject } from '../../services/provisioning/saga/defineSaga.ts';

const environment = z.object();
const code = (name: string) => ({ run: `toys/${name}`, environment });

/** A saga that is not onboarding: whatever serves sagas must serve it by this table alone. */
export const toySaga = defineSaga({
  name: 'dinner',
  input: SagaSubject.extend({ guests: z.string() }),
  steps: [
    {
      name: 'ReserveTable',
      ...code('reserveTable'),
      undo: 'FreeTable',
      result: z.object({ table: z.string() }),
    },
    { name: 'HireCook', ...code('hireCook'), undo: 'DismissCook', only: { guests: 'many' } },
    { name: 'BuyFood', ...code('buyFood'), undo: 'ReturnFood', pivot: true },
    { name: 'SendInvitation', ...code('sendInvitation') },
  ],
  failed: { name: 'SendApology', ...code('sendApology'), customers: ['NobodyHungry'] },
});
