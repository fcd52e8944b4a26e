const PLACEHOLDER = /\$\{(!?)([^}]*)\}/g;

/** The names that a Fn::Sub text asks for. */
export const placeholdersIn = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].flatMap(([, literal, name = '']) =>
    literal ? [] : [name.trim()],
  );

/** Fills `${Name}` as Fn::Sub does; `${!Name}` stands for the text `${Name}`. */
export const substitute = (text: string, fill: (name: string) => string): string =>
  text.replace(PLACEHOLDER, (_placeholder, literal: string, name: string) =>
    literal ? `\${${name}}` : fill(name.trim()),
  );
