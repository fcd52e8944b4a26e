/** A template that cannot be deployed as it stands; the message names the place. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** Resources of types that the engine has no provider for; found before anything is made. */
export class UnsupportedResourceType extends Error {
  override readonly name = 'UnsupportedResourceType';

  constructor(resources: readonly { stack: string; logicalId: string; type: string }[]) {
    const lines = resources.map(({ stack, logicalId, type }) => `  ${type}: ${stack}.${logicalId}`);
    super(['the local engine does not support these resources:', ...lines].join('\n'));
  }
}

/** A resource that could not be made, changed or removed; `cause` is what AWS would have answered. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';
}

/** The error for a change that CloudFormation would answer with a new resource. */
export const unchangeable = (what: string): TemplateError =>
  new TemplateError(
    `${what} cannot be changed in place; delete the folder LOCAL_DIR to start afresh`,
  );
