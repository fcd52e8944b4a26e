import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { z } from 'zod';
import { bundling } from '../../infra/constructs/bundle/bundleHandlers.ts';
import { setup, teardown } from '../support/assembly.ts';
import { isolationPeople } from '../support/isolation/isolationPeople.ts';
import { type Product, startProduct } from '../support/product.ts';

const WARM_UP = 100;
const RUNS = 1_000;

type Timed = { p50: number; p99: number };

/** Milliseconds of one piece of work, warm. */
const timed = async (work: () => Promise<unknown>): Promise<Timed> => {
  for (let run = 0; run < WARM_UP; run += 1) await work();
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { p50: times[RUNS / 2] ?? 0, p99: times[Math.floor(RUNS * 0.99)] ?? 0 };
};

const Answer = z.object({ statusCode: z.number() });

const invoking = (product: Product, FunctionName: string, payload: object, tenantId?: string) => {
  const principal = { kind: 'root', accountId: product.engine.accountId } as const;
  const input = {
    FunctionName,
    Payload: JSON.stringify(payload),
    ...(tenantId !== undefined && { TenantId: tenantId }),
  };
  return async () => {
    const { Payload } = await product.engine.call({
      service: 'lambda',
      operation: 'Invoke',
      input,
      principal,
    });
    return JSON.parse(String(Payload));
  };
};

/** A function beside the product's, with a role that may read every tenant's rows. */
const addUnscoped = async (product: Product): Promise<string> => {
  const LocalDirectory = mkdtempSync(join(tmpdir(), 'unscoped-'));
  buildSync({
    entryPoints: ['test/bench/unscopedProducts.ts'],
    outfile: join(LocalDirectory, 'index.mjs'),
    ...bundling,
  });
  const root = (service: string, operation: string, input: object) =>
    product.engine.call({
      service,
      operation,
      input: { ...input },
      principal: { kind: 'root', accountId: product.engine.accountId },
    });
  const statement = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
  const RoleName = 'unscoped-products';
  const trust = { Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  await root('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: statement(trust) });
  const PolicyDocument = statement({ Action: 'dynamodb:GetItem', Resource: '*' });
  await root('iam', 'PutRolePolicy', { RoleName, PolicyName: 'rows', PolicyDocument });
  await root('lambda', 'CreateFunction', {
    FunctionName: RoleName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: `arn:aws:iam::${product.engine.accountId}:role/${RoleName}`,
    Code: { LocalDirectory },
    Timeout: 10,
    MemorySize: 512,
  });
  return RoleName;
};

const functionNamed = async (product: Product, part: string): Promise<string> => {
  const Functions = z.object({ Functions: z.array(z.object({ FunctionName: z.string() })) });
  const { engine } = product;
  const principal = { kind: 'root', accountId: engine.accountId } as const;
  const call = { service: 'lambda', operation: 'ListFunctions', input: {}, principal };
  const { Functions: all } = Functions.parse(await engine.call(call));
  return all.find(({ FunctionName }) => FunctionName.includes(part))?.FunctionName ?? part;
};

const row = (name: string, { p50, p99 }: Timed) =>
  process.stdout.write(`${name.padEnd(44)} p50 ${p50.toFixed(2)} ms  p99 ${p99.toFixed(2)} ms\n`);

const measure = async (product: Product): Promise<void> => {
  const people = isolationPeople(product);
  const { admin, tenantId } = await people.onboard('Bench', 'platinum');
  const token = admin.tokens.id;
  const created = await people.call('app', 'POST products', {
    token,
    body: { name: 'Anvil', price: 1 },
  });
  const id = String(created.body.productId);
  const event = {
    httpMethod: 'GET',
    resource: '/products/{id}',
    headers: {},
    pathParameters: { id },
    queryStringParameters: null,
    body: null,
    isBase64Encoded: false,
    requestContext: {
      requestId: 'bench',
      authorizer: {
        tenantId,
        userRole: 'TenantAdmin',
        userName: admin.username,
        tier: 'platinum',
        tableName: `dev-tenant-${tenantId}`,
      },
    },
  };
  const bare = invoking(product, await addUnscoped(product), event);
  const scoped = invoking(
    product,
    await functionNamed(product, 'TenantsProducts'),
    event,
    tenantId,
  );
  const authorizer = invoking(product, await functionNamed(product, 'IdentityAuthorize'), {
    methodArn: 'arn:aws:execute-api:us-east-1:000000000000:api/v1/GET/products',
    headers: { authorization: `Bearer ${token}` },
  });
  for (const read of [bare, scoped]) {
    if (Answer.parse(await read()).statusCode !== 200) throw new Error('the read did not succeed');
  }
  const [without, session, judged] = [
    await timed(bare),
    await timed(scoped),
    await timed(authorizer),
  ];
  row('read without authorizer and scoped session', without);
  row('read with a scoped session', session);
  row('authorizer, not cached', judged);
  const ratio = (value: number) => (value / without.p50).toFixed(2);
  process.stdout.write(`scoped session: ${ratio(session.p50)} times the bare read\n`);
  process.stdout.write(
    `with the authorizer on every request: ${ratio(session.p50 + judged.p50)} times\n`,
  );
  process.stdout.write(
    'API Gateway asks the authorizer once a minute per token, so warm is the first figure\n',
  );
};

await setup();
const product = await startProduct({ threads: true });
await measure(product);
await product.stop();
await teardown();
process.exit(0);
