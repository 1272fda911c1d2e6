import { DocumentError } from "./document-error.ts";
import { describe, isObject, type Json } from "./json.ts";
import { parseIssue, type Warn } from "./warnings.ts";

/**
 * Reads a document's values, each checked for its type where it is read. A value of a wrong type is left out with a warning, as
 * API Gateway's import does, unless the method says that it throws.
 */
export interface Reader {
  /** The value as an object; references are followed. Undefined counts as empty. */
  readonly object: (value: unknown, place: string) => Json;
  readonly list: (value: unknown, place: string) => unknown[];
  /** Text; a number or a boolean stands for its text. Throws a DocumentError for anything else. */
  readonly string: (value: unknown, place: string) => string;
  readonly optionalString: (value: unknown, place: string) => string | undefined;
  readonly boolean: (value: unknown, place: string) => boolean;
  /** One of these words, in any case; `fallback` for undefined and null. Throws a DocumentError for another word. */
  readonly word: <T extends string>(value: unknown, place: string, words: readonly T[], fallback?: T) => T;
  /** An object whose values are text. A number stands for its text; other values are left out with a warning. */
  readonly strings: (value: unknown, place: string) => Record<string, string>;
  readonly warn: Warn;
}

/** A reader that follows references into `document`. */
export function createReader(document: Json, warn: Warn): Reader {
  const notOfType = (place: string, type: string) => warn(parseIssue(place, `is not of type \`${type}\``));
  const reader: Reader = {
    warn,
    object(value, place) {
      if (value === undefined) return {};
      if (!isObject(value)) {
        notOfType(place, "object");
        return {};
      }
      if (typeof value.$ref !== "string") return value;
      const found = findReference(document, value.$ref);
      if (!found) warn(parseIssue(`${place}.${value.$ref}`, "is missing"));
      return found ?? {};
    },
    list(value, place) {
      if (value === undefined) return [];
      if (Array.isArray(value)) return value;
      notOfType(place, "array");
      return [];
    },
    string(value, place) {
      if (typeof value === "number" || typeof value === "boolean") return String(value);
      if (typeof value !== "string") throw new DocumentError(place, `must be text, is ${describe(value)}`);
      return value;
    },
    optionalString(value, place) {
      if (value === undefined || typeof value === "string") return value;
      if (typeof value === "number" || typeof value === "boolean") return String(value);
      notOfType(place, "string");
      return undefined;
    },
    boolean(value, place) {
      if (value === undefined) return false;
      if (typeof value === "boolean") return value;
      if (value === "true" || value === "false") return value === "true";
      notOfType(place, "boolean");
      return false;
    },
    word(value, place, words, fallback) {
      if ((value === undefined || value === null) && fallback !== undefined) return fallback;
      const word = words.find((each) => typeof value === "string" && each.toLowerCase() === value.toLowerCase());
      if (word === undefined)
        throw new DocumentError(place, `must be one of ${words.join(", ")}, is ${describe(value)}`);
      return word;
    },
    strings(value, place) {
      const texts: Record<string, string> = {};
      for (const [key, text] of Object.entries(reader.object(value, place))) {
        if (typeof text === "string" || typeof text === "number") texts[key] = String(text);
        else notOfType(`${place}.${key}`, "string");
      }
      return texts;
    },
  };
  return reader;
}

/**
 * The object that a reference leads to, through further references; undefined where there is none. API Gateway follows no
 * references to other files.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function findReference(document: Json, reference: string, seen: readonly string[] = []): Json | undefined {
  if (!reference.startsWith("#/") || seen.includes(reference)) return undefined;
  let value: unknown = document;
  for (const step of reference.slice(2).split("/")) {
    const key = decode(step).replaceAll("~1", "/").replaceAll("~0", "~");
    const has = (isObject(value) || Array.isArray(value)) && Object.hasOwn(value, key);
    value = has ? Reflect.get(value as object, key) : undefined;
  }
  if (!isObject(value)) return undefined;
  return typeof value.$ref === "string" ? findReference(document, value.$ref, [...seen, reference]) : value;
}

/** URL-decodes a step of a reference; one with a stray percent sign stands for itself. */
function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
