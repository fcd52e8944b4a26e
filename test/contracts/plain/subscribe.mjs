// Routes every event of the catalogue to a queue: a rule for each, with the pattern that it names.
import { readFileSync } from 'node:fs';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

const { CATALOGUE, EVENT_BUS_NAME, QUEUE_URL, QUEUE_ARN } = process.env;
const { components } = JSON.parse(readFileSync(`${CATALOGUE}/asyncapi.json`, 'utf8'));
const events = new EventBridgeClient();

const rules = [];
for (const [name, message] of Object.entries(components.messages)) {
  const rule = { EventBusName: EVENT_BUS_NAME, Name: `crm-${name}` };
  const EventPattern = JSON.stringify(message['x-eventbridge-pattern']);
  const { RuleArn } = await events.send(new PutRuleCommand({ ...rule, EventPattern }));
  const Targets = [{ Id: 'queue', Arn: QUEUE_ARN }];
  await events.send(
    new PutTargetsCommand({ EventBusName: EVENT_BUS_NAME, Rule: rule.Name, Targets }),
  );
  rules.push(RuleArn);
}

const Policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: QUEUE_ARN,
      Condition: { ArnEquals: { 'aws:SourceArn': rules } },
    },
  ],
});
await new SQSClient().send(
  new SetQueueAttributesCommand({ QueueUrl: QUEUE_URL, Attributes: { Policy } }),
);
