import { resolve } from 'node:path';
import { z } from 'zod';
import { type QuotaValues, quotasWith } from '#aws-limits/quotas.ts';
import { StartError } from './startError.ts';

/** What the environment says of a run. */
export type Settings = Readonly<{
  port: number;
  /** The folder of everything that a run keeps, as an absolute path. */
  directory: string;
  /** What AWS has raised on request. */
  limits: Readonly<{ quotas: QuotaValues }>;
}>;

const Raised = z.record(z.string(), z.int().min(1));

const SHAPE = 'must be JSON that gives quotas by their names, as in {"appClientsPerPool":5000}';

const json = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Reads raised quotas. Throws for an unknown one and for more than AWS grants. */
const quotasIn = (text: string): QuotaValues => {
  const raised = Raised.safeParse(json(text));
  if (!raised.success) throw new Error(SHAPE);
  return quotasWith(raised.data);
};

const Environment = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be at most 65535')
    .default(4566),
  LOCAL_DIR: z.string().min(1, 'must name a folder').default('.local'),
  AWS_QUOTAS: z
    .string()
    .prefault('{}')
    .transform((text, { addIssue }) => {
      try {
        return quotasIn(text);
      } catch (error) {
        addIssue(error instanceof Error ? error.message : SHAPE);
        return z.NEVER;
      }
    }),
});

/** Reads PORT, LOCAL_DIR and AWS_QUOTAS. Throws StartError naming the variable that is wrong. */
export const readSettings = (environment: NodeJS.ProcessEnv): Settings => {
  const parsed = Environment.safeParse(environment);
  if (parsed.success) {
    const { PORT: port, LOCAL_DIR, AWS_QUOTAS: quotas } = parsed.data;
    return { port, directory: resolve(LOCAL_DIR), limits: { quotas } };
  }
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0]);
  throw new StartError(`${name}=${environment[name]}: ${issue?.message}`);
};
