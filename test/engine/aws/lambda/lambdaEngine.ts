import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { lambda } from '../../../../engine/aws/lambda/lambda.ts';
import type { ServiceFactory } from '../../../../engine/endpoint/serviceFactory.ts';
import type { Clock } from '../../../../engine/kernel/clock.ts';
import type { Json, JsonObject } from '../../../../engine/kernel/json.ts';
import type { LimitSettings } from '../../../../engine/limits/limitSettings.ts';
import { openAccess } from '../../../support/openAccess.ts';
import { testEngine } from '../../../support/testEngine.ts';

/** The role of every function in these tests. */
export const ROLE = 'arn:aws:iam::000000000000:role/app/worker';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  },
});

/** Gives keys to whoever asks for the role; counts how often. */
const fakeSts = () => {
  const asked: JsonObject[] = [];
  const service: ServiceFactory = (engine) => ({
    signingName: 'sts',
    protocol: { kind: 'json' },
    operations: {
      async AssumeRole(input) {
        asked.push(input);
        return {
          Credentials: {
            AccessKeyId: `ASIA${asked.length}`,
            SecretAccessKey: 'secret',
            SessionToken: 'token',
            Expiration: engine.clock.now() / 1000 + 3600,
          },
        };
      },
    },
    access: { ...openAccess('sts', ['AssumeRole']), resourcePolicy: async () => TRUST },
  });
  return { asked, service };
};

const codeIn = async (parent: string, source: string, file: string): Promise<string> => {
  const directory = await mkdtemp(join(parent, 'code-'));
  const path = join(directory, file);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, source);
  return directory;
};

const Invoked = z.object({
  StatusCode: z.number(),
  Payload: z.string().optional(),
  FunctionError: z.string().optional(),
});

/** A started engine with Lambda, a stand-in for STS and what else a test needs. */
export const lambdaEngine = async (
  options: {
    clock?: Clock;
    directory?: string;
    services?: readonly ServiceFactory[];
    limits?: LimitSettings;
  } = {},
) => {
  const sts = fakeSts();
  const { services = [], ...others } = options;
  const running = await testEngine([sts.service, lambda, ...services], others);
  await running.start();
  const call = (operation: string, input: JsonObject = {}) =>
    running.call('lambda', operation, input);
  return {
    ...running,
    aws: running.call,
    asked: sts.asked,
    call,
    /** Writes one file of code into a folder of its own. */
    code: (source: string, file = 'index.mjs') => codeIn(running.directory, source, file),
    /** CreateFunction with the source as its `index.mjs`. */
    async create(FunctionName: string, source: string, more: JsonObject = {}) {
      return call('CreateFunction', {
        FunctionName,
        Runtime: 'nodejs22.x',
        Role: ROLE,
        Handler: 'index.handler',
        Code: { LocalDirectory: await codeIn(running.directory, source, 'index.mjs') },
        ...more,
      });
    },
    /** Invoke, with the payload read. */
    async invoke(FunctionName: string, event: Json = {}, more: JsonObject = {}) {
      const answer = await call('Invoke', {
        FunctionName,
        Payload: JSON.stringify(event),
        ...more,
      });
      const { Payload, StatusCode, FunctionError } = Invoked.parse(answer);
      const value: Json = Payload ? JSON.parse(Payload) : null;
      return { StatusCode, FunctionError, value };
    },
  };
};
