/** How to subscribe: the catalogue's prose that is the same for every event. */
export const readingGuide = `What the tenant-onboarding control plane tells the systems around it: billing, CRM, those who count
tenants. Each event has a JSON Schema (2020-12) in [\`schemas/\`](schemas) for validators of any language;
[\`asyncapi.json\`](asyncapi.json) holds all of them as an AsyncAPI 3 document. In TypeScript,
\`import { parseEvent } from '#events'\` gives types and parsers.

## Subscribe

1. Make a rule on the event bus (the stack output \`EventBusName\`) with the event's pattern below, and a queue
   or a function of yours as its target. A pattern matches one event in all minor versions of one
   major: yours keeps working when another major appears beside it.
2. Parse what arrives. A queue's message body is the whole event as JSON, the shape that the schema describes.
3. Validate it with \`schemas/<event>.json\`. Put what does not pass aside, in a dead-letter queue: it was
   published by somebody who breaks the contract.
4. Have you seen \`detail.metadata.eventId\` before? Then drop it. Remember the id in the same transaction as what you do.
5. Do your work by \`detail.data\`.

## What you can count on

- **At least once.** Every event arrives, some arrive twice or more, all copies with the same \`eventId\`. Give
  your target a dead-letter queue: EventBridge gives up after 24 hours.
- **In any order.** TenantProvisioned may come before TenantRegistered. \`sequence\` orders what is said of a tenant
  and, where \`data\` has a \`userId\`, what is said of that user: the greater is the later. To know a state, keep the
  greatest \`sequence\` of what you have applied to it, and let an event with a smaller one not change that state. Do not
  order by \`eventId\`, \`occurredAt\` or \`time\`: clocks differ, and step.
- **One tenant, one story.** \`correlationId\` is the registration's id on every event that a sign-up caused;
  \`causationId\` is the event that caused this one.
- **No secrets.** No event carries a password, a token or an API key.

## Values that you do not know

Some fields name one of a list that grows: \`tier\`, \`deployment\`, \`role\` and the \`kind\` of a resource. Their
schemas say \`string\` with the known values as \`examples\`, and their descriptions say what to do with any other.
It is no broken event: take it, keep the value as it is, and do what the description says. A new value comes without
a new version; a known one does not go away within a major. Orders are stricter: the sign-up form and
what a partner registers are refused with a tier that is not sold.

## What may change

Within a major version, declared fields stay as they are: none goes away, becomes optional or required, takes
other values or other types (lists that grow excepted, see above). Fields may be **added**, optional ones only, in a new minor. So ignore fields that you do
not know, and do not set \`additionalProperties: false\`. Anything else is a new major: the same
\`detail-type\`, another \`version\`, another rule pattern. Both are published side by side until the old one is
retired, and both copies of one fact carry the same \`eventId\`: a subscriber that listens to
both while it moves counts it once.

What JSON Schema cannot say: the control plane publishes e-mail addresses in lower case and names without
outer spaces; \`detail.data.tenantId\` equals \`detail.metadata.tenantId\`; lengths are counted as UTF-16 code units.`;
