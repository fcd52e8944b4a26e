import type { Json, JsonObject } from '../../../kernel/json.ts';

/** Which element of which arrays a field lies in. */
export type Place = ReadonlyMap<readonly Json[], number>;

/** One scalar of an event. */
export type Field = { value: Json; place: Place };

/** An event's scalars by their path: keys joined by dots, so that a key may hold dots itself. */
export type EventFields = ReadonlyMap<string, readonly Field[]>;

const nowhere: Place = new Map();

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Scalars of one array share its place: only objects in it keep fields together. */
const placeOf = (place: Place, array: readonly Json[], index: number): Place =>
  typeof array[index] === 'object' && array[index] !== null
    ? new Map(place).set(array, index)
    : place;

type Found = readonly [path: string, field: Field];

const inArray = (array: readonly Json[], path: string, place: Place): Found[] =>
  array.flatMap((element, index) => fieldsIn(element, path, placeOf(place, array, index)));

const inObject = (object: JsonObject, path: string, place: Place): Found[] =>
  Object.entries(object).flatMap(([key, inner]) =>
    inner === undefined ? [] : fieldsIn(inner, path === '' ? key : `${path}.${key}`, place),
  );

const fieldsIn = (value: Json, path: string, place: Place): Found[] => {
  if (Array.isArray(value)) return inArray(value, path, place);
  return isObject(value) ? inObject(value, path, place) : [[path, { value, place }]];
};

/** Reads all fields of an event. */
export const eventFields = (event: JsonObject): EventFields => {
  const fields = new Map<string, Field[]>();
  for (const [path, field] of fieldsIn(event, '', nowhere)) {
    const there = fields.get(path);
    if (there) there.push(field);
    else fields.set(path, [field]);
  }
  return fields;
};

/** Whether two fields may be of the same elements, wherever they lie in the same array. */
export const agree = (left: Place, right: Place): boolean =>
  [...left].every(([array, index]) => (right.get(array) ?? index) === index);

/** The place that two fields which agree have fixed. */
export const both = (left: Place, right: Place): Place =>
  right.size === 0 ? left : new Map([...left, ...right]);
