// biome-ignore lint/style/noDefaultExport: the form that Jest asks for
export { teardown as default } from './assembly.ts';
