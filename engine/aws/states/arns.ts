import { AwsError } from '../../endpoint/errors.ts';
import type { Engine } from '../../engine.ts';

const MACHINE = /^arn:aws:states:[^:]+:\d{12}:stateMachine:[^:]+$/;
const EXECUTION = /^arn:aws:states:[^:]+:\d{12}:execution:[^:]+:[^:]+$/;
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

const checked = (arn: string, form: RegExp): string => {
  if (form.test(arn)) return arn;
  throw new AwsError('InvalidArn', `Invalid Arn: '${arn}'`);
};

/** Throws InvalidArn. */
export const stateMachineArn = (arn: string): string => checked(arn, MACHINE);

/** Throws InvalidArn. */
export const executionArn = (arn: string): string => checked(arn, EXECUTION);

/** The name of a state machine or an execution. Throws InvalidName. */
export const validName = (name: string): string => {
  if (name.length >= 1 && name.length <= 80 && !FORBIDDEN.test(name)) return name;
  throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
};

/** The ARN of a new state machine. */
export const arnOfMachine = (engine: Engine, name: string): string =>
  `arn:aws:states:${engine.region}:${engine.accountId}:stateMachine:${name}`;

/** The ARN of an execution of a state machine. */
export const arnOfExecution = (machineArn: string, name: string): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
