import { z } from 'zod';
import { BurstTask, burst } from './burst.ts';
import { carryOut } from './carryOut.ts';
import { inputOf, Task } from './task.ts';
import { Weakening, weakened } from './weakened.ts';
import { deploy, withSaga } from './world/deployment.ts';
import { handlerCode } from './world/handlerCode.ts';
import { ownProcess } from './world/ownedProcess.ts';
import { seededRandom } from './world/seededRandom.ts';
import { VirtualTime } from './world/virtualTime.ts';

/** What a worker is started with, as JSON in its one argument. */
const Start = z.object({
  assembly: z.string(),
  edits: z.array(z.object({ file: z.string(), find: z.string(), replace: z.string() })),
  definition: z.array(Weakening),
});

process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';

const { assembly, edits, definition } = Start.parse(JSON.parse(process.argv[2] ?? ''));
const code = await handlerCode(edits);
const owner = { time: new VirtualTime(0), random: seededRandom(0) };
ownProcess(owner);
let weaker = 0;
const deployment = withSaga(await deploy(owner, assembly, code), (text) => {
  const changed = weakened(text, definition);
  weaker += Number(changed !== text);
  return changed;
});
if (definition.length > 0 && weaker === 0)
  throw new Error(`no state machine has the states of ${JSON.stringify(definition)}`);

let turn = Promise.resolve();
process.on('message', (message) => {
  turn = turn.then(async () => {
    const many = BurstTask.safeParse(message).data;
    process.send?.(
      many
        ? await burst(owner, deployment, many)
        : await carryOut(owner, deployment, inputOf(Task.parse(message))),
    );
  });
});
process.send?.('ready');
