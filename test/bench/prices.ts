/** What AWS charges in us-east-1, in dollars, as its pricing pages of 2026-11 say; without free tiers. */
export const prices = {
  /** A transition of a standard workflow: aws.amazon.com/step-functions/pricing. */
  transition: 0.025 / 1_000,
  /** A run, and a GB-second on arm64: aws.amazon.com/lambda/pricing. */
  run: 0.2 / 1e6,
  gbSecond: 0.0000133334,
  /** Units of on-demand tables: aws.amazon.com/dynamodb/pricing/on-demand. */
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  /** A custom event: aws.amazon.com/eventbridge/pricing. */
  event: 1 / 1e6,
  /** A request of a standard queue: aws.amazon.com/sqs/pricing. */
  queueRequest: 0.4 / 1e6,
  /** A request of a REST API: aws.amazon.com/api-gateway/pricing. */
  apiRequest: 3.5 / 1e6,
  /** A mail: aws.amazon.com/ses/pricing. */
  mail: 0.1 / 1_000,
} as const;
