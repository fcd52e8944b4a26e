import { z } from 'zod';

const Arn = z
  .string()
  .min(20)
  .max(2048)
  .regex(
    /^arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?$/,
  );

const PreTokenGenerationConfig = z.strictObject({
  LambdaVersion: z.enum(['V1_0', 'V2_0', 'V3_0']),
  LambdaArn: Arn,
});

/** A pool's triggers. The two fields of the pre token generation trigger say the same, as Cognito keeps them. */
export const LambdaConfig = z
  .strictObject({
    CustomMessage: Arn.optional(),
    PreTokenGeneration: Arn.optional(),
    PreTokenGenerationConfig: PreTokenGenerationConfig.optional(),
  })
  .refine(
    ({ PreTokenGeneration: arn, PreTokenGenerationConfig: config }) =>
      arn === undefined || config === undefined || arn === config.LambdaArn,
    'PreTokenGeneration and PreTokenGenerationConfig.LambdaArn must have the same value',
  )
  .transform(({ PreTokenGeneration: arn, PreTokenGenerationConfig: config, ...others }) => {
    const given = config ?? (arn && { LambdaVersion: 'V1_0' as const, LambdaArn: arn });
    return {
      ...others,
      ...(given && { PreTokenGeneration: given.LambdaArn, PreTokenGenerationConfig: given }),
    };
  });
