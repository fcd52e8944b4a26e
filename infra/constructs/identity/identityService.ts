import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { byService } from '../../../events/defineEvent.ts';
import {
  UserCreated,
  UserCreationFailed,
  UserEmailChanged,
} from '../../../events/schemas/identity.ts';
import { TenantDataErased } from '../../../events/schemas/offboarding.ts';
import { authorizeFunction } from '../../../services/identity/authorizer/authorize.function.ts';
import { roleRoutes, roleRoutesText } from '../../../services/identity/authorizer/roleRoutes.ts';
import { createTenantAdminFunction } from '../../../services/identity/createTenantAdmin.function.ts';
import { finishRemovalsFunction } from '../../../services/identity/finishRemovals.function.ts';
import type { UserCreatorEnv } from '../../../services/identity/identityEnv.ts';
import { removeTenantUsersFunction } from '../../../services/identity/removeTenantUsers.function.ts';
import { reportUserCreationFailureFunction } from '../../../services/identity/reportUserCreationFailure.function.ts';
import type { RatesEnv } from '../../../services/identity/userRates.ts';
import { usersFunction } from '../../../services/identity/users.function.ts';
import type { FunctionDeclaration } from '../../../services/shared/defineFunction.ts';
import { taskFailed } from '../../../services/shared/task.ts';
import { servingFunctions } from '../../apis.ts';
import { type StageConfig, userRates } from '../../config.ts';
import type { Names } from '../../names.ts';
import type { DataTable } from '../dataTable.ts';
import { EventRoute } from '../events/eventRoute.ts';
import { grantPublish } from '../events/publishing.ts';
import { LambdaFunction } from '../lambdaFunction.ts';
import type { MailService } from '../mail/mailService.ts';
import { countLines } from '../operations/countLines.ts';
import { ScheduledFunction } from '../scheduledFunction.ts';
import type { InvitedUserPool } from './invitedUserPool.ts';
import type { Operators } from './operators.ts';
import { grantOnPools } from './poolGrant.ts';
import { Reminders } from './reminders.ts';
import { TenantUserGrants } from './tenantUserGrants.ts';

export type IdentityServiceProps = {
  readonly config: StageConfig;
  readonly names: Names;
  readonly bus: IEventBus;
  readonly routingTable: DataTable;
  readonly members: DataTable;
  readonly operators: Operators;
  readonly mail: MailService;
  /** Where pool tenants' users are. */
  readonly pooledUserPool: Pick<InvitedUserPool, 'userPoolId' | 'userPoolArn'>;
};

/** As long as Lambda lets a function run, each of the three times: a tenant may have thousands of people. */
const REMOVAL_SECONDS = 900;

const FINISH_EVERY = Duration.minutes(1);

/** How many events wait that a route's consumer has postponed. */
const waiting = ({ postponed, node }: EventRoute): IMetric => {
  if (!postponed) throw new Error(`the consumer of ${node.path} postpones nothing`);
  const period = Duration.minutes(5);
  return postponed.metricApproximateNumberOfMessagesDelayed({ statistic: 'Maximum', period });
};

const rates: Readonly<Record<keyof RatesEnv, string>> = {
  INVITATIONS_PER_MINUTE: String(userRates.invitationsPerMinute),
  INVITATIONS_PER_DAY: String(userRates.invitationsPerDay),
  LISTS_PER_MINUTE: String(userRates.listsPerMinute),
};

/** Makes and manages tenants' users, and lets them and operators in. */
export class IdentityService extends Construct {
  readonly authorizer: LambdaFunction;
  /** Tokens that the authorizer could not judge. One that is not good is none of these. */
  readonly authorizerFailures: IMetric;
  readonly users: LambdaFunction;
  /** How many first admins wait because no mail goes out. */
  readonly waitingForMail: IMetric;
  /** Finishes removals that were cut off, and measures how long they waited. */
  readonly finisher: LambdaFunction;
  readonly reminders: Reminders;
  private readonly grants: TenantUserGrants;

  constructor(scope: Construct, id: string, props: IdentityServiceProps) {
    super(scope, id);
    this.grants = new TenantUserGrants(props);
    this.waitingForMail = waiting(this.addTenantAdmins(props));
    this.addRemoval(props);
    this.finisher = this.addFinisher(props);
    this.authorizer = this.addAuthorizer(props);
    this.authorizerFailures = countLines('Failures', {
      of: [this.authorizer],
      messages: [taskFailed],
      metricName: `AuthorizerFailures-${props.config.stage}`,
    });
    this.users = this.addUsers(props);
    this.reminders = new Reminders(this, 'Reminders', props);
  }

  private addAuthorizer(props: IdentityServiceProps): LambdaFunction {
    const { config, routingTable, members, operators } = props;
    const authorizer = new LambdaFunction(this, 'Authorize', {
      config,
      declared: authorizeFunction,
      environment: {
        MEMBER_TABLE: members.tableName,
        ROUTING_TABLE: routingTable.tableName,
        OPERATOR_USER_POOL_ID: operators.userPool.userPoolId,
        OPERATOR_CLIENT_ID: operators.client.userPoolClientId,
        ROLE_ROUTES: roleRoutesText(roleRoutes(servingFunctions)),
      },
    });
    authorizer.allow(['dynamodb:GetItem'], [routingTable.tableArn, members.tableArn]);
    authorizer.allow(['cognito-idp:AdminGetUser'], [operators.userPool.userPoolArn]);
    return authorizer;
  }

  private addUsers(props: IdentityServiceProps): LambdaFunction {
    const users = this.addUserCreator('Users', usersFunction, props);
    this.grants.membership(users);
    props.mail.grantMail(users);
    grantPublish(props.bus, users, [UserCreated, UserEmailChanged]);
    this.grants.memberships(users);
    this.grants.invitations(users);
    grantOnPools(users, [
      'AdminCreateUser',
      'AdminGetUser',
      'AdminDeleteUser',
      'AdminSetUserMFAPreference',
      'AdminUpdateUserAttributes',
    ]);
    return users;
  }

  private addTenantAdmins(props: IdentityServiceProps): EventRoute {
    const { bus } = props;
    const consumer = this.addUserCreator('CreateTenantAdmin', createTenantAdminFunction, props);
    const onRetriesSpent = this.addUserCreator(
      'ReportUserCreationFailure',
      reportUserCreationFailureFunction,
      props,
    );
    this.grants.membership(consumer);
    props.mail.grantMail(consumer);
    this.grants.failures(onRetriesSpent);
    grantPublish(bus, consumer, [UserCreated, UserCreationFailed, UserEmailChanged]);
    grantPublish(bus, onRetriesSpent, [UserCreationFailed, UserEmailChanged]);
    grantOnPools(consumer, [
      'AdminCreateUser',
      'AdminGetUser',
      'AdminDeleteUser',
      'AdminUpdateUserAttributes',
    ]);
    return new EventRoute(this, 'TenantAdmins', { bus, consumer, onRetriesSpent });
  }

  private addRemoval(props: IdentityServiceProps): void {
    const { bus } = props;
    const consumer = this.addUserCreator('RemoveTenantUsers', removeTenantUsersFunction, {
      ...props,
      timeoutSeconds: REMOVAL_SECONDS,
    });
    grantPublish(bus, consumer, [UserEmailChanged, byService('identity', TenantDataErased)]);
    new EventRoute(this, 'FailedTenants', { bus, consumer });
  }

  private addFinisher(props: IdentityServiceProps): LambdaFunction {
    const run = new LambdaFunction(this, 'FinishRemovals', {
      config: props.config,
      declared: finishRemovalsFunction,
      environment: this.tenantUsers(props),
      timeoutSeconds: 50,
    });
    this.grants.finishing(run);
    grantPublish(props.bus, run, [UserEmailChanged]);
    new ScheduledFunction(this, 'Removals', { run, every: FINISH_EVERY });
    return run;
  }

  /** A function that tells of users, made or not, and takes back those of a tenant that is gone. */
  private addUserCreator(
    id: string,
    declared: FunctionDeclaration<typeof UserCreatorEnv>,
    props: IdentityServiceProps & { readonly timeoutSeconds?: number },
  ) {
    const { config, mail, timeoutSeconds } = props;
    const creator = new LambdaFunction(this, id, {
      config,
      declared,
      ...(timeoutSeconds !== undefined && { timeoutSeconds }),
      environment: { ...mail.environment, ...this.tenantUsers(props), ...rates },
    });
    this.grants.removal(creator);
    return creator;
  }

  private tenantUsers({ bus, routingTable, members, pooledUserPool }: IdentityServiceProps) {
    return {
      MEMBER_TABLE: members.tableName,
      ROUTING_TABLE: routingTable.tableName,
      POOLED_USER_POOL_ID: pooledUserPool.userPoolId,
      EVENT_BUS_NAME: bus.eventBusName,
    };
  }
}
