import { DocumentError } from "./document-error.ts";
import { describe, isObject, type Json } from "./json.ts";
import { refuse } from "./refusals.ts";

/** Reads a document's values, each checked for its type where it is read. */
export interface Reader {
  /** The value as an object; references are followed. Undefined counts as empty. */
  readonly object: (value: unknown, place: string) => Json;
  readonly list: (value: unknown, place: string) => unknown[];
  readonly string: (value: unknown, place: string) => string;
  readonly optionalString: (value: unknown, place: string) => string | undefined;
  readonly boolean: (value: unknown, place: string) => boolean;
  /** One of these words, in any case; `fallback` when there is none. */
  readonly word: <T extends string>(value: unknown, place: string, words: readonly T[], fallback?: T) => T;
  /** An object whose values are text. */
  readonly strings: (value: unknown, place: string) => Record<string, string>;
}

/** A reader that follows references into `document`. */
export function newReader(document: Json): Reader {
  const reader: Reader = {
    object(value, place) {
      if (value === undefined) return {};
      if (!isObject(value)) throw new DocumentError(place, `must be an object, is ${describe(value)}`);
      return typeof value.$ref === "string" ? resolve(document, value.$ref, place) : value;
    },
    list(value, place) {
      if (value === undefined) return [];
      if (!Array.isArray(value)) throw new DocumentError(place, `must be a list, is ${describe(value)}`);
      return value;
    },
    string(value, place) {
      if (typeof value === "number") return String(value);
      if (typeof value !== "string") throw new DocumentError(place, `must be text, is ${describe(value)}`);
      return value;
    },
    optionalString: (value, place) => (value === undefined ? undefined : reader.string(value, place)),
    boolean(value, place) {
      if (value === undefined || value === "false") return false;
      if (value === "true") return true;
      if (typeof value !== "boolean") throw new DocumentError(place, `must be true or false, is ${describe(value)}`);
      return value;
    },
    word(value, place, words, fallback) {
      if (value === undefined && fallback !== undefined) return fallback;
      const word = words.find((each) => typeof value === "string" && each.toLowerCase() === value.toLowerCase());
      if (word === undefined)
        throw new DocumentError(place, `must be one of ${words.join(", ")}, is ${describe(value)}`);
      return word;
    },
    strings(value, place) {
      const entries = Object.entries(reader.object(value, place));
      return Object.fromEntries(entries.map(([key, text]) => [key, reader.string(text, `${place}.${key}`)]));
    },
  };
  return reader;
}

function resolve(document: Json, reference: string, place: string, seen: readonly string[] = []): Json {
  if (!reference.startsWith("#/")) refuse(place, "externalReference", reference);
  if (seen.includes(reference)) throw new DocumentError(place, `${reference} refers to itself`);
  let value: unknown = document;
  for (const step of reference.slice(2).split("/")) {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    value = isObject(value) || Array.isArray(value) ? Reflect.get(value, key) : undefined;
  }
  if (!isObject(value)) throw new DocumentError(place, `${reference} leads to ${describe(value)}`);
  return typeof value.$ref === "string" ? resolve(document, value.$ref, place, [...seen, reference]) : value;
}
