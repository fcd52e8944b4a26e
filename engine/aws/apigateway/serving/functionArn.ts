const INVOCATION =
  /^arn:[\w-]+:apigateway:[\w-]+:lambda:path\/[\d-]+\/functions\/(.+)\/invocations$/;

/** The function's ARN in an integration or authorizer uri; undefined when the uri is no invocation. */
export const functionArnIn = (uri: string): string | undefined => INVOCATION.exec(uri)?.[1];
