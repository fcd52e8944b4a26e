/** A value in DynamoDB's JSON: exactly one of the fields is set; binary is base64 text. */
export type AttributeValue = {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  L?: AttributeValue[];
  M?: Item;
};

/** An item, a key or any other map of attributes. */
export type Item = { [attribute: string]: AttributeValue };

/** The way to a value inside an item: attribute names and list positions. */
export type Path = (string | number)[];
