import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AwsError, unsupportedOperation } from '../../endpoint/errors.ts';
import type { Engine } from '../../engine.ts';
import type { JsonObject } from '../../kernel/json.ts';
import type { Collection } from '../../kernel/store.ts';

/** A parameter's current version, as it is kept. `modifiedAt` is epoch milliseconds. */
export const Parameter = z.object({
  name: z.string(),
  type: z.enum(['String', 'StringList', 'SecureString']),
  value: z.string(),
  version: z.number(),
  tier: z.enum(['Standard', 'Advanced']),
  modifiedAt: z.number(),
  description: z.string().optional(),
  allowedPattern: z.string().optional(),
  keyId: z.string().optional(),
  tags: z.record(z.string(), z.string()),
});
export type Parameter = z.infer<typeof Parameter>;

/** The parameters of one engine. */
export type Parameters = Collection<Parameter> & {
  arnOf(name: string): string;
  /** Takes a name or an ARN. */
  find(nameOrArn: string): Promise<Parameter | undefined>;
  /** Throws ParameterNotFound. */
  need(nameOrArn: string): Promise<Parameter>;
};

/** An ARN does not tell whether the name begins with a slash: it can mean either. */
const namesOf = (nameOrArn: string, arnStart: string): string[] => {
  if (!nameOrArn.startsWith('arn:')) return [nameOrArn];
  if (!nameOrArn.startsWith(arnStart)) return [];
  const rest = nameOrArn.slice(arnStart.length);
  return [rest, `/${rest}`];
};

const refuseSelector = (name: string): void => {
  if (!name.startsWith('arn:') && name.includes(':')) {
    throw unsupportedOperation('ssm', `GetParameter with a version or label (${name})`);
  }
};

/** Keeps parameters under their names, so that a path is a range of keys. */
export const parametersIn = (engine: Engine): Parameters => {
  const kept = engine.store.collection('ssm.parameters', Parameter);
  const arnStart = `arn:aws:ssm:${engine.region}:${engine.accountId}:parameter/`;
  const find = async (nameOrArn: string) => {
    refuseSelector(nameOrArn);
    for (const name of namesOf(nameOrArn, arnStart)) {
      const parameter = await kept.get(name);
      if (parameter) return parameter;
    }
    return undefined;
  };
  return {
    ...kept,
    arnOf: (name) => arnStart + name.replace(/^\//, ''),
    find,
    async need(nameOrArn) {
      const parameter = await find(nameOrArn);
      if (!parameter) throw new AwsError('ParameterNotFound', `Parameter ${nameOrArn} not found.`);
      return parameter;
    },
  };
};

/** What a SecureString reads as to who does not ask for decryption: opaque, new with each version. */
const sealed = ({ name, version, value }: Parameter): string =>
  createHash('sha512').update(`${name}\n${version}\n${value}`).digest('base64');

/** The parameter as Get operations answer it. */
export const answerOf = (
  parameters: Parameters,
  parameter: Parameter,
  decrypt: boolean,
): JsonObject => ({
  Name: parameter.name,
  Type: parameter.type,
  Value: parameter.type === 'SecureString' && !decrypt ? sealed(parameter) : parameter.value,
  Version: parameter.version,
  LastModifiedDate: parameter.modifiedAt / 1000,
  ARN: parameters.arnOf(parameter.name),
  DataType: 'text',
});
