import type { JsonObject } from '../kernel/json.ts';

/** Who makes a call. Authorization is decided from this and the call alone. */
export type Principal =
  | { kind: 'root'; accountId: string }
  | {
      kind: 'role';
      accountId: string;
      roleName: string;
      sessionName: string;
      tags: Record<string, string>;
      /** The inline session policy's JSON text, when AssumeRole was given one. */
      sessionPolicy?: string;
      /** Keys of the tags that a session inherits when this one assumes a further role. */
      transitiveTagKeys?: string[];
      /** The service that acts as this role, and for which resource; unset for keys of AssumeRole. */
      assumedBy?: { roleArn: string; service: string; sourceArn: string };
    }
  /** An AWS service acting for a resource, e.g. a rule that invokes its target. */
  | { kind: 'service'; service: string; sourceArn: string }
  | { kind: 'anonymous' };

/** One AWS API call: `service` is the SigV4 signing name, `input` the SDK's shape of the request. */
export type AwsCall = {
  service: string;
  operation: string;
  input: JsonObject;
  principal: Principal;
};

/** Carries out one AWS call: authorization, request rates, faults, the operation, faults again. */
export type Dispatch = (call: AwsCall) => Promise<JsonObject>;
