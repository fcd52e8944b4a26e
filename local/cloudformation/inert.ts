import type { Json } from '../json.ts';
import type { ResourceContext, ResourceProvider } from './provider.ts';

type Attributes = (name: string, context: ResourceContext) => Record<string, Json>;

const none: Attributes = () => ({});

const logGroupArn: Attributes = (name, { region, accountId }) => ({
  Arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*`,
});

const alarmArn: Attributes = (name, { region, accountId }) => ({
  Arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
});

const keyArn: Attributes = (name, { region, accountId }) => ({
  Arn: `arn:aws:kms:${region}:${accountId}:key/${name}`,
  KeyId: name,
});

const topicArn: Attributes = (name, { region, accountId }) => ({
  TopicArn: `arn:aws:sns:${region}:${accountId}:${name}`,
  TopicName: name,
});

/** Types with nothing to run here: they exist by name only. Property that holds the name, attributes. */
const inertTypes: Readonly<Record<string, readonly [nameProperty: string, Attributes]>> = {
  'AWS::ApiGateway::Account': ['Name', none],
  'AWS::CDK::Metadata': ['Name', none],
  'AWS::CloudWatch::Alarm': ['AlarmName', alarmArn],
  'AWS::CloudWatch::CompositeAlarm': ['AlarmName', alarmArn],
  'AWS::CloudWatch::Dashboard': ['DashboardName', none],
  // A key of AWS's own at rest, and a topic that only alarms publish on: neither is called here.
  'AWS::KMS::Key': ['KeyId', keyArn],
  'AWS::SNS::Topic': ['TopicName', topicArn],
  'AWS::SNS::TopicPolicy': ['PolicyName', none],
  'AWS::Logs::LogGroup': ['LogGroupName', logGroupArn],
  'AWS::Logs::MetricFilter': ['FilterName', none],
  'AWS::Logs::QueryDefinition': ['Name', none],
  'AWS::Logs::ResourcePolicy': ['PolicyName', none],
};

const LONGEST_NAME = 255;

const inert = (nameProperty: string, attributes: Attributes): ResourceProvider => {
  const create: ResourceProvider['create'] = async (properties, context) => {
    const given = properties[nameProperty];
    const physicalId = typeof given === 'string' ? given : context.name(LONGEST_NAME);
    return { physicalId, attributes: attributes(physicalId, context) };
  };
  return { create, update: (properties, _existing, context) => create(properties, context) };
};

/** Providers of the inert types: an explicit list, so that nothing else passes silently. */
export const inertProviders: Readonly<Record<string, ResourceProvider>> = Object.fromEntries(
  Object.entries(inertTypes).map(([type, [nameProperty, attributes]]) => [
    type,
    inert(nameProperty, attributes),
  ]),
);
