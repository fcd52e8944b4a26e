import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction, constants } from 'node:vm';
import { RuntimeError } from './errorPayload.mjs';

const HANDLER = /^((?:.*\/)?[^./]+)\.([^/]+)$/;
const MISSING = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'];
const WRAPPER = ['exports', 'require', 'module', '__filename', '__dirname'];

/**
 * Evaluates a CommonJS file whatever package.json lies above the task root: on Lambda there is none,
 * but a bundle inside a project of type "module" would be taken for ESM.
 */
const commonJs = (file) => {
  const module = { exports: {} };
  const wrapped = compileFunction(readFileSync(file, 'utf8'), WRAPPER, {
    filename: file,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  wrapped(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
};

const isModulePackage = (taskRoot) => {
  const manifest = join(taskRoot, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).type === 'module';
};

const evaluate = (taskRoot, module) => {
  const extension = ['.js', '.mjs', '.cjs'].find((end) => existsSync(join(taskRoot, module + end)));
  if (extension === undefined) {
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  }
  const file = join(taskRoot, module + extension);
  const esm = extension === '.mjs' || (extension === '.js' && isModulePackage(taskRoot));
  return esm ? import(pathToFileURL(file).href) : commonJs(file);
};

const imported = async (taskRoot, module) => {
  try {
    return await evaluate(taskRoot, module);
  } catch (error) {
    if (MISSING.includes(error?.code)) {
      throw new RuntimeError('Runtime.ImportModuleError', String(error));
    }
    if (error instanceof SyntaxError) {
      throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error));
    }
    throw error;
  }
};

/** Imports the function named by `file.export` and gives its handler. */
export const loadHandler = async (taskRoot, name) => {
  const [, module, path] = HANDLER.exec(name) ?? [];
  if (module === undefined || name.includes('..')) {
    throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  }
  const exported = await imported(taskRoot, module);
  const handler = path.split('.').reduce((found, key) => found?.[key], exported);
  if (typeof handler !== 'function') {
    const fault = handler === undefined ? 'is undefined or not exported' : 'is not a function';
    throw new RuntimeError('Runtime.HandlerNotFound', `${name} ${fault}`);
  }
  return handler;
};
