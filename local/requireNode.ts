import { StartError } from './startError.ts';

const OLDEST_NODE = [20, 20];

/** Throws StartError when this Node.js is older than the engine needs. */
export const requireNode = (version: string): void => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new StartError(`Node.js ${OLDEST_NODE.join('.')} or newer is needed; this is ${version}`);
};
