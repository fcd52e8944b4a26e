declare module 'asl-validator' {
  /** Checks a state machine's definition; it writes the query language into each state of it. */
  const validate: (definition: object) => { isValid: boolean; errorsText(): string };
  export = validate;
}
