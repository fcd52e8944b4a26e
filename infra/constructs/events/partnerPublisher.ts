import { Token } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { ArnPrincipal } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { byPartner, PARTNER_NAME, PARTNER_PREFIX } from '../../../events/defineEvent.ts';
import type { Tier } from '../../../events/fields.ts';
import { PartnerRules } from '../../../services/provisioning/onboarding/partners.ts';
import type { Names } from '../../names.ts';
import { denying } from './busGuard.ts';
import { BusStatement } from './busStatement.ts';
import { type OpenEvent, publishingOnly } from './publishing.ts';

export type PartnerPublisherProps = {
  readonly bus: IEventBus;
  readonly names: Names;
  /** Its events come from the source `partner.<name>`. */
  readonly name: string;
  /** The ARN of its one role, or of its account's root: then its own account says which roles. */
  readonly principalArn: string;
  /** What it may publish. */
  readonly events: readonly OpenEvent[];
  /** What it may order. */
  readonly tiers: readonly Tier[];
  /** How many tenants it may register in a minute. */
  readonly perMinute: number;
};

const ROLE = /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const ROOT = /^arn:[a-z-]+:iam::(\d{12}):root$/;

/** How the bus tells the partner from everybody else; throws for what is no one role or account. */
const anybodyBut = (principalArn: string) => {
  const account = ROOT.exec(principalArn)?.[1];
  if (account !== undefined) return { StringNotEquals: { 'aws:PrincipalAccount': account } };
  if (!Token.isUnresolved(principalArn) && !ROLE.test(principalArn)) {
    throw new Error(`a partner is one role or one account's root, and not ${principalArn}`);
  }
  return { ArnNotEquals: { 'aws:PrincipalArn': principalArn } };
};

/**
 * Lets one partner publish some events as `partner.<name>`, and nobody else in that name. Which tiers it
 * may order, and how many a minute, is written down for the service that provisions: the bus does not
 * look into an event.
 */
export class PartnerPublisher extends Construct {
  constructor(scope: Construct, id: string, props: PartnerPublisherProps) {
    super(scope, id);
    const { bus, name, principalArn, events } = props;
    if (!PARTNER_NAME.test(name)) throw new Error(`the partner ${name} must match ${PARTNER_NAME}`);
    const ours = events.filter(({ fromPartners }) => !fromPartners).map(({ type }) => type);
    if (ours.length > 0) throw new Error(`no partner publishes ${ours.join(' or ')}`);
    const admit = new BusStatement(this, 'Admit', {
      bus,
      statementId: `admit-partner-${name}`,
      principals: [new ArnPrincipal(principalArn)],
      conditions: publishingOnly(events.map((event) => byPartner(name, event))),
    });
    new BusStatement(this, 'Keep', {
      bus,
      statementId: `keep-partner-${name}`,
      after: admit,
      ...denying(`${PARTNER_PREFIX}${name}`, anybodyBut(principalArn)),
    });
    this.writeRules(props);
  }

  private writeRules({ names, name, events, tiers, perMinute }: PartnerPublisherProps): void {
    const rules = PartnerRules.parse({ types: events.map(({ type }) => type), tiers, perMinute });
    new StringParameter(this, 'Rules', {
      parameterName: names.partnerParameter(name),
      stringValue: JSON.stringify(rules),
    });
  }
}
