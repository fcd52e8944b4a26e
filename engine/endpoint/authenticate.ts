import type { Engine } from '../engine.ts';
import type { Principal } from './call.ts';
import { AwsError } from './errors.ts';
import type { HttpRequest } from './service.ts';
import type { Signature } from './signature.ts';
import { verifySignature } from './sigv4.ts';

const wrongScope = (message: string): AwsError =>
  new AwsError('InvalidSignatureException', message, { status: 403 });

const checkRegion = (signature: Signature, region: string): void => {
  if (signature.region === region) return;
  throw wrongScope(
    `Credential should be scoped to a valid region: this engine runs ${region}, not ${signature.region}.`,
  );
};

/** Who sent a request: anonymous when it is unsigned. Throws what AWS answers to a bad signature. */
export const authenticate = (
  engine: Pick<Engine, 'credentials' | 'clock' | 'region'>,
  request: HttpRequest,
  signature: Signature | undefined,
): Principal => {
  if (!signature) return { kind: 'anonymous' };
  checkRegion(signature, engine.region);
  const sessionToken = request.headers['x-amz-security-token'];
  const identity = engine.credentials.identify(signature.accessKeyId, sessionToken);
  const { secretAccessKey } = identity;
  verifySignature(request, signature, { secretAccessKey, now: engine.clock.now() });
  return identity.principal;
};
