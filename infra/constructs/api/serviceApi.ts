import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as gateway from 'aws-cdk-lib/aws-apigateway';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { StageConfig } from '../../config.ts';
import { acknowledge } from '../acknowledge.ts';
import type { LambdaFunction } from '../lambdaFunction.ts';
import { allowedHeaders } from './allowedHeaders.ts';
import { openThrottles, stageThrottle } from './methodThrottles.ts';

export type ServiceApiProps = {
  readonly config: StageConfig;
  readonly name: string;
  /** All functions whose routes it will have. */
  readonly functions: readonly LambdaFunction[];
  readonly apiKeySourceType?: gateway.ApiKeySourceType;
};

/** How the callers of guarded routes are checked. */
type Guard = Pick<gateway.MethodOptions, 'authorizer' | 'apiKeyRequired'>;

const OPEN = 'People who sign up, or want to sign in, cannot have signed in yet.';
const OWN_AUTHORIZER =
  'The authorizer checks tokens of many user pools; a Cognito authorizer knows only its own.';

const STAGE = 'v1';

/** In the authorizer's words, which hold no quotes. */
const REFUSED =
  '{"code":"$context.authorizer.refusalCode","message":"$context.authorizer.refusal","requestId":"$context.requestId"}';

const LOGS_ROLE =
  'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]';

/** A REST API with access logs, tracing and CORS, whose errors read the same whoever raises them. */
export class ServiceApi extends gateway.RestApi {
  constructor(scope: Construct, id: string, props: ServiceApiProps) {
    const { config, name, functions, apiKeySourceType } = props;
    const logs = new LogGroup(scope, `${id}Logs`, {
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    super(scope, id, {
      restApiName: name,
      ...(apiKeySourceType && { apiKeySourceType }),
      cloudWatchRole: true,
      endpointTypes: [gateway.EndpointType.REGIONAL],
      deployOptions: {
        stageName: STAGE,
        tracingEnabled: true,
        ...stageThrottle,
        methodOptions: openThrottles(functions.map(({ declared }) => declared)),
        accessLogDestination: new gateway.LogGroupLogDestination(logs),
        accessLogFormat: gateway.AccessLogFormat.jsonWithStandardFields(),
      },
      defaultCorsPreflightOptions: {
        allowOrigins: gateway.Cors.ALL_ORIGINS,
        allowHeaders: allowedHeaders(functions.map(({ declared }) => declared)),
        maxAge: Duration.hours(1),
      },
    });
    this.addErrorBodies();
    acknowledge(this, {
      APIG2: 'Every function checks its whole request by a schema and names each wrong field.',
      [LOGS_ROLE]: 'The account-wide role by which API Gateway writes access logs.',
    });
    acknowledge(this.deploymentStage, {
      APIG3: 'A web ACL is priced by the month; a stage that wants one sets wafRatePer5Minutes.',
      APIG6: 'Access logs name every request; execution logs would hold bodies and tokens.',
    });
  }

  /** The share of requests that are answered 5xx, by whoever answers them. */
  failing(): IMetric {
    return this.metricServerError({ statistic: 'Average', period: Duration.minutes(5) });
  }

  /** Adds the routes that a function declares; those that not everybody may call ask the authorizer. */
  addRoutesOf(to: LambdaFunction, guard: Guard): void {
    for (const [key, { roles }] of Object.entries(to.declared.routes ?? {})) {
      if (roles === 'everybody') {
        acknowledge(this.add(key, to, {}), { APIG4: OPEN, COG4: OPEN });
      } else {
        const authorizationType = gateway.AuthorizationType.CUSTOM;
        acknowledge(this.add(key, to, { authorizationType, ...guard }), { COG4: OWN_AUTHORIZER });
      }
    }
  }

  /** Sends `METHOD /path` to a function. A tenant's own environment is chosen by its token. */
  private add(key: string, to: LambdaFunction, options: gateway.MethodOptions): gateway.Method {
    const [method = '', path = ''] = key.split(' ');
    const integration = new gateway.LambdaIntegration(to.function, {
      // One permission for a function, by this API: one for each method would fill the stack, which may have 500 resources.
      scopePermissionToMethod: false,
      ...(to.tenantIsolation && {
        requestParameters: {
          'integration.request.header.X-Amz-Tenant-Id': 'context.authorizer.tenantId',
        },
      }),
    });
    return this.root.resourceForPath(path).addMethod(method, integration, options);
  }

  /** API Gateway's own errors, in the shape of ours: `{ code, message, requestId }`. */
  private addErrorBodies(): void {
    const template = JSON.stringify({ code: '$context.error.responseType' }).replace(
      /}$/,
      ',"message":$context.error.messageString,"requestId":"$context.requestId"}',
    );
    const common = {
      responseHeaders: { 'Access-Control-Allow-Origin': "'*'" },
      templates: { 'application/json': template },
    };
    this.addGatewayResponse('Refused', {
      type: gateway.ResponseType.ACCESS_DENIED,
      ...common,
      templates: { 'application/json': REFUSED },
    });
    this.addGatewayResponse('ClientErrors', { type: gateway.ResponseType.DEFAULT_4XX, ...common });
    this.addGatewayResponse('ServerErrors', { type: gateway.ResponseType.DEFAULT_5XX, ...common });
  }
}
