import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  type Conditions,
  type IGrantable,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { z } from 'zod';
import type { FunctionDeclaration } from '../../services/shared/defineFunction.ts';
import type { StageConfig } from '../config.ts';
import { acknowledge } from './acknowledge.ts';
import { bundleOf } from './bundle/bundleOf.ts';

/** What Lambda itself puts into every function's environment. */
type GivenByLambda = 'AWS_REGION' | 'AWS_LAMBDA_FUNCTION_NAME';

/** What a deployment must supply: the variables that a function declares. */
export type Supplied<Env extends z.ZodObject> = Readonly<
  Record<Exclude<keyof z.infer<Env>, GivenByLambda>, string>
>;

export type LambdaFunctionProps<Env extends z.ZodObject> = {
  readonly config: StageConfig;
  readonly declared: FunctionDeclaration<Env>;
  /** Values for what the declaration names; others are left out. */
  readonly environment: Supplied<Env>;
  /** In seconds; 10 where not given. */
  readonly timeoutSeconds?: number;
  /** One tenant's execution environment never serves another; every invocation must name its tenant. */
  readonly tenantIsolation?: boolean;
};

/** Of these values, those that a schema names. */
const namedIn = (env: z.ZodObject, values: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name in env.shape));

/** Lambda names the tenant in its own lines only where they are JSON; what the function logs stays as it is. */
const perTenant = {
  tenancyConfig: lambda.TenancyConfig.PER_TENANT,
  loggingFormat: lambda.LoggingFormat.JSON,
};

const MEMORY_MB = 512;
const TIMEOUT_SECONDS = 10;

/** A function with all the product's defaults, and a role of its own that may only write its logs. */
export class LambdaFunction<Env extends z.ZodObject = z.ZodObject> extends Construct {
  readonly declared: FunctionDeclaration;
  readonly function: lambda.Function;
  readonly role: Role;
  readonly stage: string;
  readonly timeoutSeconds: number;
  readonly tenantIsolation: boolean;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: LambdaFunctionProps<Env>) {
    super(scope, id);
    const { handler } = props.declared;
    const [bundle = '', exported = 'handler'] = handler.split('.');
    this.declared = props.declared;
    this.stage = props.config.stage;
    this.timeoutSeconds = props.timeoutSeconds ?? TIMEOUT_SECONDS;
    this.tenantIsolation = props.tenantIsolation ?? false;
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [this.logGroup.logGroupArn]);
    this.function = new lambda.Function(this, 'Function', {
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      code: lambda.Code.fromAsset(bundleOf(bundle)),
      handler: `index.${exported}`,
      description: handler,
      environment: namedIn(props.declared.environment, props.environment),
      memorySize: MEMORY_MB,
      timeout: Duration.seconds(this.timeoutSeconds),
      tracing: lambda.Tracing.ACTIVE,
      role: this.role,
      ...(this.tenantIsolation && perTenant),
      logGroup: this.logGroup,
    });
    acknowledge(this.role, { 'IAM5[Resource::*]': 'X-Ray has no resources to name.' });
  }

  /** Lets the function call these actions on these resources, and says so nowhere else. */
  allow(actions: string[], resources: string[], conditions: Conditions = {}): void {
    this.role.addToPolicy(new PolicyStatement({ actions, resources, conditions }));
  }

  /** For `grantX` of other constructs. */
  get grantee(): IGrantable {
    return this.role;
  }
}
