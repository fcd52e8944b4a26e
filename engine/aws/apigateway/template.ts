import { notCovered } from './apiErrors.ts';

const VELOCITY =
  /#(set|if|else|elseif|end|foreach|include|parse|macro|define|stop|break)\b|#\{|##|#\*/;
const FOREIGN_VALUE = /\$!?\{?(?!context\.)[A-Za-z]\w*/;
const CONTEXT_VALUE = /\$(?:\{context\.([\w.]+)\}|context\.(\w+(?:\.\w+)*))/g;

/** Refuses a mapping template that needs more than text with `$context` values in it. */
export const checkTemplate = (template: string, where: string): void => {
  const [found] = VELOCITY.exec(template) ?? FOREIGN_VALUE.exec(template) ?? [];
  if (found !== undefined) throw notCovered(`the template expression ${found} in ${where}`);
};

/** Fills in a template's `$context` values; one that is unknown becomes empty, as in AWS. */
export const filled = (template: string, context: (name: string) => string | undefined): string =>
  template.replace(
    CONTEXT_VALUE,
    (_, braced: string | undefined, bare: string | undefined) =>
      context(braced ?? bare ?? '') ?? '',
  );
