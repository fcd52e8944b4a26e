#!/usr/bin/env node
import { register } from 'tsx/esm/api';

// Which Node.js the SDK will want one day is no news to somebody who asks for a saga.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
// Who reads only the first lines, as head does, has seen enough: the command ends as it would have.
process.stdout.on('error', (error) => {
  if (error.code !== 'EPIPE') throw error;
});
register();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv, process);
