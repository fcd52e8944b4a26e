import { InvalidArgumentError, Option } from 'commander';
import { catalog } from '#events/catalog.ts';
import { repeated } from './repeated.ts';

const types: string[] = catalog.map(({ type }) => type);

/** `--event`: the types of events that a command is about. */
export const eventOption = (): Option =>
  new Option('--event <type>', 'of this type only; may be repeated')
    .choices(types)
    .argParser((value, earlier: string[] | undefined) => {
      if (types.includes(value)) return repeated(value, earlier);
      throw new InvalidArgumentError(`It must be one of ${types.join(', ')}.`);
    });
