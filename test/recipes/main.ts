import { follow, type Trial } from './follow.ts';
import { recipes } from './recipes.ts';
import { Scratch } from './scratch.ts';

/*
 * `npm run recipes [-- <recipe>…]` follows each recipe in a copy of the project: whole, which must be green,
 * and without each of its places, where something must be red that names the place.
 */

const LAST_LINES = 60;

const wanted = process.argv.slice(2);
const chosen = recipes.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

const row = (recipe: string, { leftOut, finding, said, isRight }: Trial): string =>
  `| ${[recipe, leftOut, finding?.by ?? 'nothing: green', said ?? '', isRight ? 'yes' : 'NO'].join(' | ')} |\n`;

const scratch = new Scratch();
try {
  process.stdout.write('| recipe | left out | found by | it names | as it must be |\n');
  process.stdout.write('| --- | --- | --- | --- | --- |\n');
  for (const recipe of chosen) {
    for (const trial of follow(scratch, recipe)) {
      process.stdout.write(row(recipe.name, trial));
      if (trial.isRight) continue;
      process.exitCode = 1;
      const output = trial.finding?.output.split('\n').slice(-LAST_LINES) ?? [];
      process.stderr.write(`${output.join('\n')}\n`);
    }
  }
} finally {
  scratch.remove();
}
