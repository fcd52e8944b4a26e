import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Timer } from '../../../kernel/clock.ts';
import { requirePool } from '../pools/requirePool.ts';
import type { CognitoState } from '../state.ts';
import type { SigningKey } from './signingKey.ts';

const makePair = promisify(generateKeyPair);
const PublicKey = z.object({ n: z.string(), e: z.string() });

/** No pool was created and no key made for so long before one is made ahead of its first use. */
const QUIET_MS = 2_000;

/** The signing keys of all pools. A key is stored before anything is signed with it. */
export type KeyRing = {
  /** The pool's key; made now when there is none yet. */
  of(poolId: string): Promise<SigningKey>;
  /** Makes the key in the background, once no pool has been created for a while. */
  prepare(poolId: string): void;
  start(): void;
  stop(): Promise<void>;
};

const generated = async (state: CognitoState): Promise<SigningKey> => {
  const pair = await makePair('rsa', { modulusLength: 2048 });
  return {
    kid: state.engine.random.bytes(32).toString('base64'),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: PublicKey.parse(pair.publicKey.export({ format: 'jwk' })),
  };
};

const keyOf = (state: CognitoState, poolId: string): Promise<SigningKey> =>
  state.turns.take(`key of ${poolId}`, async () => {
    const known = await state.signingKeys.get(poolId);
    if (known) return known;
    const key = await generated(state);
    return state.turns.take(poolId, async () => {
      await requirePool(state, poolId);
      await state.signingKeys.put(poolId, key);
      return key;
    });
  });

/**
 * Making a key costs a tenth of a second or more, so CreateUserPool does not wait for it, and a burst
 * of new pools is followed by one key at a time, with pauses. A crash loses no more than the head
 * start.
 */
export const keyRing = (state: CognitoState): KeyRing => {
  let started = false;
  let waiting: string[] = [];
  let timer: Timer | undefined;
  let running = Promise.resolve();

  const afterQuiet = (): void => {
    timer?.cancel();
    timer = state.engine.clock.after(QUIET_MS, () => {
      running = running.then(makeNext);
    });
  };

  const makeNext = async (): Promise<void> => {
    const poolId = waiting.shift();
    if (poolId === undefined) return;
    try {
      if (await state.pools.get(poolId)) await keyOf(state, poolId);
    } catch (error) {
      state.engine.log.problem(`making the signing key of ${poolId}`, error);
    }
    if (waiting.length > 0) afterQuiet();
  };

  return {
    async of(poolId) {
      return (await state.signingKeys.get(poolId)) ?? keyOf(state, poolId);
    },
    prepare(poolId) {
      if (!started) return;
      waiting.push(poolId);
      afterQuiet();
    },
    start() {
      started = true;
    },
    async stop() {
      started = false;
      waiting = [];
      timer?.cancel();
      await running;
    },
  };
};
