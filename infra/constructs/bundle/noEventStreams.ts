/** In place of the SDK's, which is loaded by the first call that streams events: no function makes one. */
throw new Error('event streams are not in the bundles: see bundleHandlers.ts');

export {};
