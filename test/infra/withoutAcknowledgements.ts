import { Validations } from 'aws-cdk-lib';

/** Loaded before the app, it makes cdk-nag say all that it has to say. */
Validations.prototype.acknowledge = () => {};
