import { z } from 'zod';
import type { Engine } from '../../engine.ts';
import {
  type Access,
  forEach,
  type PermissionsOf,
  permissions,
  requestTags,
  TagList,
} from '../../iam/access.ts';
import { readAddress } from './address.ts';
import { type Identities, identityArn, identityName, identityOf } from './identity.ts';

const OnIdentity = z.looseObject({ EmailIdentity: z.string(), Tags: TagList.default({}) });

const addresses = z.array(z.string()).default([]);
const Sending = z.looseObject({
  FromEmailAddress: z.string().default(''),
  Destination: z
    .looseObject({ ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses })
    .prefault({}),
});

const API = { 'ses:ApiVersion': '2' };

const onIdentity = (engine: Engine, operation: string): PermissionsOf =>
  permissions(OnIdentity, ({ EmailIdentity, Tags: tags }) => {
    const resource = identityArn(engine, identityName(EmailIdentity));
    const keys = { ...API, ...requestTags(tags) };
    const tagging = { action: 'ses:TagResource', resource, keys };
    return [
      { action: `ses:${operation}`, resource, keys },
      ...(Object.keys(tags).length > 0 ? [tagging] : []),
    ];
  });

/** Mail is sent by the identity that lets its sender send: the address itself, or else its domain. */
const sending = (engine: Engine, identities: Identities): PermissionsOf =>
  permissions(Sending, async ({ FromEmailAddress, Destination: to }) => {
    const { address, displayName } = readAddress(FromEmailAddress);
    const identity = await identityOf(identities, address);
    const recipients = [...to.ToAddresses, ...to.CcAddresses, ...to.BccAddresses];
    return [
      {
        action: 'ses:SendEmail',
        resource: identityArn(engine, identity?.name ?? identityName(address)),
        keys: {
          ...API,
          'ses:FromAddress': address,
          'ses:FromDisplayName': displayName,
          'ses:Recipients': recipients.map((text) => readAddress(text).address),
        },
      },
    ];
  });

/** What SES's operations need. */
export const sesAccess = (engine: Engine, identities: Identities): Access => ({
  refusal: { code: 'AccessDeniedException', status: 403 },
  permissions: {
    ...forEach(['CreateEmailIdentity', 'GetEmailIdentity', 'DeleteEmailIdentity'], (name) =>
      onIdentity(engine, name),
    ),
    SendEmail: sending(engine, identities),
  },
  async resourceTags(resource) {
    return (await identities.get(resource.split('/').at(-1) ?? ''))?.tags;
  },
});
