import { z } from 'zod';
import { ContextKeys, type KeyValue } from '../../engine/iam/policy/contextKeys.ts';
import { decide } from '../../engine/iam/policy/decide.ts';
import { compilePolicy } from '../../engine/iam/policy/policy.ts';
import { readPolicy } from '../../engine/iam/policyDocument.ts';
import { isJsonObject, type Json, type JsonObject } from '../../engine/kernel/json.ts';
import { resourcesIn } from './resources.ts';

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

/** ARNs of what tests ask for. */
export const userPoolArn = (id: string) =>
  `arn:aws:cognito-idp:${REGION}:${ACCOUNT}:userpool/${id}`;
export const gatewayArn = (path: string) => `arn:aws:apigateway:${REGION}::/${path}`;

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::AccountId': ACCOUNT,
};

/** A resource's ARN: a user pool's as Cognito forms it, by its logical id; any other's as nothing real has it. */
const attribute = (logicalId: string): string =>
  logicalId.includes('UserPool') ? userPoolArn(logicalId) : `arn:aws:other:::${logicalId}`;

const EXPORT = /ExportsOutputFnGetAtt(\w+?)Arn[0-9A-F]{8}$/;

/** A template's value as it would be in this account; another resource is known by its logical id. */
const resolved = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(resolved);
  if (!isJsonObject(value)) return value;
  const { Ref, 'Fn::GetAtt': got, 'Fn::Join': join, 'Fn::ImportValue': imported } = value;
  if (typeof Ref === 'string') return PSEUDO[Ref] ?? attribute(Ref);
  if (Array.isArray(got)) return attribute(String(got[0]));
  if (typeof imported === 'string') return attribute(EXPORT.exec(imported)?.[1] ?? imported);
  if (Array.isArray(join)) {
    const [separator, parts] = z.tuple([z.string(), z.array(z.json())]).parse(join);
    return parts.map((part) => String(resolved(part))).join(separator);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, resolved(part ?? null)]),
  );
};

const Actions = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Policy = z.object({
  PolicyDocument: z.looseObject({ Statement: z.array(z.looseObject({ Action: Actions })) }),
});

const subject = {
  kind: 'role',
  accountId: ACCOUNT,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
  sessionArn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/s`,
} as const;

/** One call as IAM sees it. */
export type Asked = {
  action: string;
  resource: string;
  keys?: Readonly<Record<string, KeyValue>>;
};

/** The policies of a template, judged one by one as the engine judges them. */
export const templateRoles = (template: JsonObject) =>
  resourcesIn(template, 'AWS::IAM::Policy').map(({ id, Properties }) => {
    const { PolicyDocument } = Policy.parse(Properties);
    const text = JSON.stringify(resolved(z.json().parse(PolicyDocument)));
    const identity = [compilePolicy(id, readPolicy(text, 'identity'))];
    return {
      id,
      actions: [...new Set(PolicyDocument.Statement.flatMap(({ Action }) => Action))],
      allows({ action, resource, keys = {} }: Asked): boolean {
        const asked = { action, resource, keys: new ContextKeys(keys), subject };
        return decide(asked, { identity, isTrust: false }).allowed;
      },
    };
  });

export type TemplateRole = ReturnType<typeof templateRoles>[number];
