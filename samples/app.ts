import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { z } from 'zod';
import { stageNamed } from '../infra/config.ts';
import { namesOf } from '../infra/names.ts';
import { SamplesStack } from './samplesStack.ts';

const { STAGE, BILLING_URL } = z
  .object({ STAGE: z.string().default('dev'), BILLING_URL: z.url() })
  .parse(process.env);

const app = new App();
const { eventBus } = namesOf(stageNamed(STAGE).stage);
new SamplesStack(app, 'Samples', { busName: eventBus, billingUrl: BILLING_URL });
Tags.of(app).add('Product', 'tenant-onboarding-samples');
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
