import { type Coverage, coverage } from '#engine';
import { markdownTable } from '../events/generator/markdownTable.ts';
import { serviceName } from './serviceNames.ts';

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

const serviceRow = ({ signingName, operations, unsigned }: Coverage['services'][number]) => [
  serviceName(signingName),
  String(operations.length),
  operations
    .map((name) => (unsigned.includes(name) ? `\`${name}\` (unsigned)` : `\`${name}\``))
    .join(', '),
];

/** `docs/engine-coverage.md`. */
export const engineCoveragePage = async (): Promise<string> => {
  const { services, types, inertTypes } = await coverage();
  return `<!-- Generated from the engine's declarations by \`npm run contracts\`. -->

# What the engine covers

The embedded engine runs what the templates and the functions use. It refuses every other operation, parameter, resource
type and property, and says its name. [\`engine/README.md\`](../engine/README.md) says how it is built and how to add to it.

## Operations

${markdownTable(['service', 'operations', 'which'], services.map(serviceRow))}

## CloudFormation types

${types.length} types are made: ${code(types)}.

${inertTypes.length} more exist by name only, because nothing on one machine acts on them: ${code(inertTypes)}.
`;
};
