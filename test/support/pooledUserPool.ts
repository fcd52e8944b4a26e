import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { namesOf } from '../../infra/names.ts';
import type { Product } from './product.ts';

/** The id of the user pool that tenants share, as the deployed product names it. */
export const pooledUserPoolOf = async ({ sdk }: Product): Promise<string> => {
  const Name = namesOf('dev').parameters.pooledUserPool;
  const { Parameter } = await new SSMClient(sdk).send(new GetParameterCommand({ Name }));
  return Parameter?.Value ?? '';
};
