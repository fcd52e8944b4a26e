/** The tenant that the examples of all events are about. */
export const exampleTenant = {
  tenantId: 't01ke6qvwe09r6m3h8yvb2fj7sk',
  registrationId: '01KE6QVWE0AG5C2D7Q8N4TZP1A',
  tenantName: 'Müller & Söhne',
  adminEmail: 'ada@mueller.example',
} as const;
