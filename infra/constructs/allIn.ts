import type { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The constructs of one kind that a stack has by now, each with its place in it. */
export const allIn = <Kind extends IConstruct>(
  stack: Stack,
  isOne: (each: IConstruct) => each is Kind,
): [place: string, Kind][] =>
  stack.node
    .findAll()
    .filter(isOne)
    .map((each) => [each.node.path.split('/').slice(1).join(''), each]);
