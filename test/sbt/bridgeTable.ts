/** What CreateTable takes for the bridge's table: its stack is an app of its own. */
export const aBridgeTable = (TableName: string) => ({
  TableName,
  KeySchema: [{ AttributeName: 'registrationId', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'registrationId', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
});
