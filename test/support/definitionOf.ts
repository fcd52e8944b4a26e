import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { JsonObject } from '../../engine/kernel/json.ts';
import { assemblyFolder } from './assembly.ts';
import { stacks } from './resources.ts';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:';

const Metadata = z.record(z.string(), z.array(z.object({ type: z.string(), data: z.unknown() })));

const Reference = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });
/** A function of another stack: its export is called by its logical id, the attribute and a hash of eight digits. */
const Import = z.object({
  'Fn::ImportValue': z.string().regex(/:ExportsOutputFnGetAtt\w+Arn[0-9A-F]{8}$/),
});
const Partition = z.object({ Ref: z.literal('AWS::Partition') });
const Definition = z.object({
  'Fn::Join': z.tuple([
    z.literal(''),
    z.array(z.union([z.string(), Reference, Import, Partition])),
  ]),
});

const idIn = (imported: z.infer<typeof Import>): string =>
  imported['Fn::ImportValue']
    .replace(/^.*:ExportsOutputFnGetAtt/, '')
    .slice(0, -'Arn01234567'.length);

/** The ARN that stands for the function of a LambdaFunction construct. */
export const functionNamed = (constructId: string): string => FUNCTION_ARN + constructId;

/** A definition's text in the partition `aws`; each function in it is named from its logical id. */
export const definitionText = (
  stateMachine: JsonObject,
  nameOf: (logicalId: string) => string = String,
): string => {
  const [, parts] = Definition.parse(stateMachine['DefinitionString'])['Fn::Join'];
  const text = parts.map((part) => {
    if (typeof part === 'string') return part;
    if ('Ref' in part) return 'aws';
    return 'Fn::GetAtt' in part ? nameOf(part['Fn::GetAtt'][0]) : nameOf(idIn(part));
  });
  return text.join('');
};

/** Which construct a logical id was made from: logical id → construct path. */
const pathsIn = (stack: string): ReadonlyMap<string, string> => {
  const file = join(assemblyFolder(), `${stack}.metadata.json`);
  const metadata = Metadata.parse(JSON.parse(readFileSync(file, 'utf8')));
  const entries = Object.entries(metadata).flatMap(([path, notes]) =>
    notes
      .filter(({ type }) => type === 'aws:cdk:logicalId')
      .map(({ data }): [string, string] => [String(data), path]),
  );
  return new Map(entries);
};

/**
 * A state machine's definition as it was synthesized. Each function that it invokes is called by the
 * id of its LambdaFunction construct: `…:function:ClaimTenant`.
 */
export const definitionOf = (stack: string, stateMachine: JsonObject): JsonObject => {
  const paths = new Map(stacks.flatMap((each) => [...pathsIn(each)]));
  const nameOf = (logicalId: string): string => {
    const [, construct] = /\/([^/]+)\/Function\/Resource$/.exec(paths.get(logicalId) ?? '') ?? [];
    if (construct === undefined) throw new Error(`${logicalId} is no function of ${stack}`);
    return functionNamed(construct);
  };
  return JsonObject.parse(JSON.parse(definitionText(stateMachine, nameOf)));
};
