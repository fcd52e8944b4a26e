import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { productTag } from '../services/provisioning/tenants/tenantResources.ts';
import { stageFor } from './config.ts';
import { checkRegion } from './regions.ts';
import { AppPlaneStack } from './stacks/appPlaneStack.ts';
import { ControlPlaneStack } from './stacks/controlPlaneStack.ts';
import { FoundationStack } from './stacks/foundationStack.ts';
import { LifecycleStack } from './stacks/lifecycleStack.ts';
import { MailStack } from './stacks/mailStack.ts';

checkRegion(process.env['CDK_DEFAULT_REGION']);
const app = new App();
const { STAGE, CDK_DEFAULT_ACCOUNT, MAIL_FROM } = process.env;
const config = stageFor({ name: STAGE, account: CDK_DEFAULT_ACCOUNT, mailFrom: MAIL_FROM });
const foundation = new FoundationStack(app, 'Foundation', { config });
const { mailFrom } = config;
if (mailFrom !== undefined) {
  foundation.addStackDependency(new MailStack(app, 'Mail', { config: { ...config, mailFrom } }));
}
const controlPlane = new ControlPlaneStack(app, 'ControlPlane', { config, foundation });
const appPlane = new AppPlaneStack(app, 'AppPlane', { config, foundation, controlPlane });
new LifecycleStack(app, 'Lifecycle', { config, foundation, controlPlane, appPlane });
Tags.of(app).add(productTag.key, productTag.value);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
