import { z } from 'zod';
import type { Connected } from './session.ts';
import type { Cell } from './terminal.ts';

/** The receipt of a tenant that has left, or is being erased. */
export const Erasure = z.looseObject({
  tenantId: z.string(),
  operation: z.string(),
  beganAt: z.string(),
  offboardedAt: z.string().optional(),
  erased: z.record(z.string(), z.number()),
  parties: z.array(
    z.looseObject({
      by: z.string(),
      at: z.string().optional(),
      items: z.array(z.object({ kind: z.string(), count: z.number() })).optional(),
    }),
  ),
  residual: z.array(z.object({ where: z.string(), until: z.string() })),
  complete: z.boolean(),
  digest: z.string().optional(),
});
type Erasure = z.infer<typeof Erasure>;

const counts = (items: readonly { kind: string; count: number }[]): string =>
  items.map(({ kind, count }) => `${kind} ${count}`).join(', ');

const partyRow = ({ by, at, items = [] }: Erasure['parties'][number]): Cell[] => [
  by,
  at === undefined ? 'has not answered yet' : `${at}: ${counts(items)}`,
];

/** A receipt, one fact a line. */
export const printErasure = ({ terminal }: Connected, erasure: Erasure): void => {
  const { erased, offboardedAt, digest, complete } = erasure;
  const kinds = Object.entries(erased).map(([kind, count]) => ({ kind, count }));
  terminal.table(
    [],
    [
      ['tenant', erasure.tenantId],
      ['complete', terminal.paint(complete ? 'good' : 'busy', complete ? 'yes' : 'no')],
      ['operation', erasure.operation],
      ['began', erasure.beganAt],
      ['gone', offboardedAt ?? 'not yet'],
      ['erased', counts(kinds)],
      ...erasure.parties.map(partyRow),
      ...erasure.residual.map(({ where, until }) => [`until ${until}`, where]),
      ...(digest === undefined ? [] : [['digest', digest]]),
    ],
  );
};
