/** The id of an endpoint in examples. */
export const WEBHOOK = '01M8ZKQ4T6W8Y0A2C4E6G8J0K2';

/** Where the API has an endpoint, or what is `below` it. */
export const webhookPath = (webhookId: string, below = ''): string =>
  `webhooks/${encodeURIComponent(webhookId)}${below}`;
