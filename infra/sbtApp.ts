import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { z } from 'zod';
import { productTag } from '../services/provisioning/tenants/tenantResources.ts';
import { stageNamed } from './config.ts';
import { SbtBridgeStack } from './stacks/sbtBridgeStack.ts';

const { STAGE, SBT_BUS_NAME } = z
  .object({ STAGE: z.string().default('dev'), SBT_BUS_NAME: z.string().min(1) })
  .parse(process.env);

const app = new App();
new SbtBridgeStack(app, 'SbtBridge', { config: stageNamed(STAGE), sbtBusName: SBT_BUS_NAME });
Tags.of(app).add(productTag.key, productTag.value);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
