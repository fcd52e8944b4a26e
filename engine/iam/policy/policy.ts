import {
  type PolicyDocument,
  type PolicyUse,
  readPolicy,
  type Statement,
} from '../policyDocument.ts';
import { actions } from './actionElement.ts';
import { type Condition, condition } from './condition.ts';
import type { ContextKeys } from './contextKeys.ts';
import { type Naming, namingOf, type Subject } from './principalElement.ts';
import { notResources, type ResourceTest, resources } from './resourceElement.ts';

/** What a principal wants to do to what, and all that is known about it. */
export type Asked = { action: string; resource: string; keys: ContextKeys; subject: Subject };

/** Where a decision comes from: a policy's name and the place of a statement in it. */
export type Source = { policy: string; statement: number };

/** A statement that is about what is asked; `naming` says how it names the principal. */
export type Match = Source & { effect: 'Allow' | 'Deny'; naming: Naming };

/** A policy, read once. */
export type Policy = {
  name: string;
  /** Whether it asks for the tags of resources, which take time to look up. */
  readsResourceTags: boolean;
  matches(asked: Asked): Match[];
};

type Test = (asked: Asked) => boolean;

const actionTest = ({ Action, NotAction }: Statement): Test => {
  if (Action) {
    const named = actions(Action);
    return ({ action }) => named(action);
  }
  const excepted = actions(NotAction ?? []);
  return ({ action }) => !excepted(action);
};

/** Trust policies are about their own role: they name no resource. */
const resourceTest = ({ Resource, NotResource }: Statement, variables: boolean): Test => {
  if (!Resource && !NotResource) return () => true;
  const test: ResourceTest = Resource
    ? resources(Resource, variables)
    : notResources(NotResource ?? [], variables);
  return ({ resource, keys }) => test(resource, keys);
};

const conditions = ({ Condition: block = {} }: Statement, variables: boolean): Condition[] =>
  Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map((keyAndValues) => condition(operator, keyAndValues, variables)),
  );

/** Identity policies name nobody: they are about who has them. */
const naming = ({ Principal, NotPrincipal }: Statement, subject: Subject): Naming | undefined => {
  if (Principal) return namingOf(Principal, subject);
  if (NotPrincipal) return namingOf(NotPrincipal, subject) ? undefined : 'self';
  return 'self';
};

const statementTest = (statement: Statement, variables: boolean) => {
  const tests: Test[] = [actionTest(statement), resourceTest(statement, variables)];
  for (const test of conditions(statement, variables)) tests.push(({ keys }) => test(keys));
  return (asked: Asked): Naming | undefined =>
    tests.every((test) => test(asked)) ? naming(statement, asked.subject) : undefined;
};

const mentionsResourceTags = (document: PolicyDocument): boolean =>
  /aws:ResourceTag\//i.test(JSON.stringify(document));

/** Compiles a policy. Throws MalformedPolicyDocument for a condition operator that is unknown. */
export const compilePolicy = (name: string, document: PolicyDocument): Policy => {
  const variables = document.Version !== '2008-10-17';
  const statements = document.Statement.map((statement) => ({
    effect: statement.Effect,
    naming: statementTest(statement, variables),
  }));
  return {
    name,
    readsResourceTags: mentionsResourceTags(document),
    matches: (asked) =>
      statements.flatMap(({ effect, naming: named }, statement) => {
        const found = named(asked);
        return found ? [{ policy: name, statement, effect, naming: found }] : [];
      }),
  };
};

/** Throws MalformedPolicyDocument for a policy's text that could not be judged by. */
export const checkPolicy = (text: string, use: PolicyUse): void => {
  compilePolicy('', readPolicy(text, use));
};
