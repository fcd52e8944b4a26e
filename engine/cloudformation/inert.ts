import type { Json } from '../kernel/json.ts';
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

type Inert = readonly [nameProperty: string, Attributes, ref?: string];

/**
 * Types with nothing to run here: they exist by name only. Property that holds the name, attributes,
 * and which of those a Ref answers where it is not the name.
 */
const inertTypes: Readonly<Record<string, Inert>> = {
  'AWS::ApiGateway::Account': ['Name', none],
  'AWS::CDK::Metadata': ['Name', none],
  'AWS::CloudWatch::Alarm': ['AlarmName', alarmArn],
  'AWS::CloudWatch::CompositeAlarm': ['AlarmName', alarmArn],
  'AWS::CloudWatch::Dashboard': ['DashboardName', none],
  // Only alarms publish on a topic, and only such topics have a key: nothing calls either here.
  'AWS::KMS::Key': ['KeyId', keyArn],
  'AWS::SNS::Topic': ['TopicName', topicArn, 'TopicArn'],
  'AWS::SNS::TopicPolicy': ['PolicyName', none],
  'AWS::Logs::LogGroup': ['LogGroupName', logGroupArn],
  'AWS::Logs::MetricFilter': ['FilterName', none],
  'AWS::Logs::QueryDefinition': ['Name', none],
  'AWS::Logs::ResourcePolicy': ['PolicyName', none],
};

const LONGEST_NAME = 255;

const inert = ([nameProperty, attributesOf, ref]: Inert): ResourceProvider => {
  const create: ResourceProvider['create'] = async (properties, context) => {
    const given = properties[nameProperty];
    const name = typeof given === 'string' ? given : context.name(LONGEST_NAME);
    const attributes = attributesOf(name, context);
    const reference = ref === undefined ? name : attributes[ref];
    return { physicalId: typeof reference === 'string' ? reference : name, attributes };
  };
  return { create, update: (properties, _existing, context) => create(properties, context) };
};

/** Providers of the inert types: an explicit list, so that nothing else passes silently. */
export const inertProviders: Readonly<Record<string, ResourceProvider>> = Object.fromEntries(
  Object.entries(inertTypes).map(([type, declared]) => [type, inert(declared)]),
);
