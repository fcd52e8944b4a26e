// biome-ignore lint/style/noDefaultExport: the form that Jest asks for
export { setup as default } from './assembly.ts';
