import { z } from 'zod';
import { resourcesIn, resourcesOf } from './resources.ts';

type Template = Parameters<typeof resourcesIn>[0];

export const ALARM = 'AWS::CloudWatch::Alarm';

const Ref = z.object({ Ref: z.string() });
/** A reference to another stack, which names its export by the logical id and a hash of eight digits. */
const Import = z.object({
  'Fn::ImportValue': z.string().regex(/:ExportsOutputRef\w+[0-9A-F]{8}$/),
});
const Attribute = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });

/** A reference as text: the logical id of what it names. */
const Named = z.union([
  z.string(),
  Ref.transform((ref) => ref.Ref),
  Import.transform((imported) =>
    imported['Fn::ImportValue'].replace(/^.*:ExportsOutputRef/, '').slice(0, -8),
  ),
  Attribute.transform(({ 'Fn::GetAtt': [id] }) => id),
]);

const Measured = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: Named })).default([]),
});
const Window = { Statistic: z.string(), Period: z.number() };

const Expressed = z.object({ Id: z.string(), Expression: z.string() });
const Statistic = z.object({
  Id: z.string(),
  MetricStat: z.object({ Metric: Measured, Stat: z.string(), Period: z.number() }),
});

/** What an alarm goes by: one metric, or what is reckoned from several. */
const Source = z.union([
  Measured.extend(Window).transform(({ Statistic, Period, ...metric }) => ({
    Statistic,
    Period,
    metrics: [metric],
    Expression: undefined,
  })),
  z
    .object({ Metrics: z.tuple([Expressed, Statistic], Statistic) })
    .transform(({ Metrics: [{ Expression }, ...used] }) => ({
      Statistic: used[0].MetricStat.Stat,
      Period: used[0].MetricStat.Period,
      metrics: used.map(({ MetricStat }) => MetricStat.Metric),
      Expression,
    })),
]);

const Alarm = z.object({
  EvaluationPeriods: z.number(),
  Threshold: z.number(),
  ComparisonOperator: z.string(),
  TreatMissingData: z.string(),
  AlarmDescription: z.string(),
  AlarmActions: z.array(Named).default([]),
  OKActions: z.array(Named).default([]),
});

/** One metric: its namespace, its name, and its dimensions as `Name=logical id`. */
export type MetricId = readonly [namespace: string, name: string, ...dimensions: string[]];

export type AlarmView = z.infer<typeof Alarm> & {
  id: string;
  Statistic: string;
  Period: number;
  metric: MetricId;
  /** What is reckoned from the metric and others; they have its statistic and period. */
  Expression: string | undefined;
  others: MetricId[];
};

const idOf = ({ Namespace, MetricName, Dimensions }: z.infer<typeof Measured>): MetricId => [
  Namespace,
  MetricName,
  ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`),
];

/** Every alarm of the product's templates, or of these resources. */
export const alarms = (from = resourcesOf(ALARM)): AlarmView[] =>
  from.map(({ id, Properties }) => {
    const { metrics, ...source } = Source.parse(Properties);
    const [metric, ...others] = metrics.map(idOf);
    if (!metric) throw new Error(`the alarm ${id} goes by no metric`);
    return { id, ...Alarm.parse(Properties), ...source, metric, others };
  });

/** The alarm with this name below a construct of alarms; CDK appends a hash of eight digits. */
export const alarmNamed = (name: string, ...below: string[]): AlarmView => {
  const places = below.length > 0 ? below : ['OperationsAlarms', 'Operations'];
  const ids = places.map((place) => `${place}${name}`);
  const found = alarms().find(({ id }) => ids.includes(id.slice(0, -8)));
  if (!found) throw new Error(`no alarm is called ${name}`);
  return found;
};

const Joined = z.object({ 'Fn::Join': z.tuple([z.literal(''), z.array(Named)]) });
const Options = z.object({
  stat: z.string().default('Average'),
  period: z.number().default(300),
});
const Dashboard = z.object({
  widgets: z.array(
    z.object({
      properties: z.object({
        title: z.string(),
        metrics: z.array(z.tuple([z.string(), z.string()], z.union([z.string(), Options]))),
      }),
    }),
  ),
});

export type GraphedMetric = { title: string; metric: MetricId } & z.infer<typeof Options>;

/** Every metric of the dashboard, with its widget's title. */
export const graphedMetrics = (): GraphedMetric[] =>
  resourcesOf('AWS::CloudWatch::Dashboard').flatMap(({ Properties }) => {
    const [, parts] = Joined.parse(Properties['DashboardBody'])['Fn::Join'];
    return Dashboard.parse(JSON.parse(parts.join(''))).widgets.flatMap(({ properties }) =>
      properties.metrics.map(([namespace, name, ...rest]) => {
        const texts = rest.filter((each) => typeof each === 'string');
        const options = Options.parse(rest.find((each) => typeof each !== 'string') ?? {});
        const dimensions = texts.flatMap((text, at) =>
          at % 2 === 0 ? [`${text}=${texts[at + 1]}`] : [],
        );
        return { title: properties.title, metric: [namespace, name, ...dimensions], ...options };
      }),
    );
  });

const idsIn = (template: Template, type: string): string[] =>
  resourcesIn(template, type).map(({ id }) => id);

const shown = ({ metric, AlarmActions, Threshold }: ReturnType<typeof alarms>[number]) => ({
  metric,
  AlarmActions,
  Threshold,
});

/** What each alarm of a template watches, when it sounds and where to. */
export const queueAlarms = (template: Template) =>
  alarms(resourcesIn(template, 'AWS::CloudWatch::Alarm'))
    .map(shown)
    .sort((one, other) => (String(one.metric) < String(other.metric) ? -1 : 1));

/** An alarm on anything in any queue of a template, to its one topic. */
export const alarmsOnEveryQueue = (template: Template) =>
  idsIn(template, 'AWS::SQS::Queue')
    .sort()
    .map((id) => ({
      metric: ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', `QueueName=${id}`],
      AlarmActions: idsIn(template, 'AWS::SNS::Topic'),
      Threshold: 0,
    }));
