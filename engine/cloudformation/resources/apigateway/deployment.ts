import { z } from 'zod';
import { camelNames, given, textOf } from '../../properties.ts';
import type { Actions } from '../../provider.ts';

/** The properties of AWS::ApiGateway::Deployment. */
export const Deployment = z.strictObject({
  RestApiId: z.string(),
  Description: given,
  StageName: z.string().optional(),
});

/** A deployment. Templates name a new one whenever the API has changed. */
export const deployment: Actions<z.infer<typeof Deployment>> = {
  async create(properties, { call }) {
    const answer = await call('apigateway', 'CreateDeployment', camelNames(properties));
    const id = textOf(answer, 'id');
    return { physicalId: id, attributes: { DeploymentId: id } };
  },
  update: (properties, _existing, context) => deployment.create(properties, context),
  async delete({ physicalId: deploymentId, properties: { RestApiId: restApiId } }, { call }) {
    await call('apigateway', 'DeleteDeployment', { restApiId, deploymentId });
  },
};
