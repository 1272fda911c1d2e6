import {
  ARRAY,
  endOf,
  INTEGER,
  isUnusual,
  type JsonTape,
  kindOf,
  NUMBER,
  OBJECT,
  STRING,
  sourceOf,
  startOf,
  stringOf,
} from "../validation/json-tape.ts";
import { fractionOf, isPrintedAsWritten } from "./json-number.ts";
import { uniqueMembers } from "./json-tape-members.ts";
import { jsonString, jsonText } from "./json-text.ts";
import { boundText } from "./limits.ts";

/**
 * An entry as JSON, as `jsonText` writes its value, which does not have to be made: what is written in the text as json-smart would
 * write it, which is nearly all of most bodies, is copied.
 * @throws TemplateError when the text grows past the limit
 */
export function textAt(tape: JsonTape, at: number): string {
  return boundText((tape.isCompact ? copied(tape, at) : undefined) ?? writtenAnew(tape, at));
}

/** The text with what must be written otherwise put in its place; undefined when names are doubled. */
function copied(tape: JsonTape, at: number): string | undefined {
  const { text } = tape;
  const end = endOf(tape, at);
  let written = "";
  let from = startOf(tape, at);
  for (let entry = at; entry < end; entry++) {
    const kind = kindOf(tape, entry);
    if (kind === OBJECT && uniqueMembers(tape, entry)) return undefined;
    const other = replacement(tape, entry, kind);
    if (other === undefined) continue;
    written += text.slice(from, startOf(tape, entry)) + other;
    from = tape.ends[entry] ?? from;
  }
  return written + text.slice(from, finish(tape, at));
}

/** Where an entry ends in a text without blanks. */
function finish(tape: JsonTape, at: number): number {
  if (at === 0) return tape.end;
  const kind = kindOf(tape, at);
  if (kind !== ARRAY && kind !== OBJECT) return tape.ends[at] ?? 0;
  const end = endOf(tape, at);
  let last = -1;
  for (let item = at + 1; item < end; item = endOf(tape, item)) last = item;
  return last < 0 ? startOf(tape, at) + 2 : finish(tape, last) + 1;
}

/** How a string or number is written when it is not as it stands in the text. */
function replacement(tape: JsonTape, at: number, kind: number): string | undefined {
  switch (kind) {
    case STRING: {
      if (!isUnusual(tape, at)) return undefined;
      const source = sourceOf(tape, at);
      return WRITTEN_OTHERWISE.test(source) ? jsonString(stringOf(tape, at), false) : undefined;
    }
    case INTEGER: {
      const { text, starts, ends } = tape;
      const start = starts[at] ?? 0;
      return text.charCodeAt(start) === 45 && (ends[at] ?? 0) - start === 2 && text.startsWith("-0", start)
        ? "0"
        : undefined;
    }
    case NUMBER: {
      if (isPrintedAsWritten(tape.text, tape.starts[at] ?? 0, tape.ends[at] ?? 0)) return undefined;
      return jsonText(fractionOf(sourceOf(tape, at)));
    }
    default:
      return undefined;
  }
}

/** What a string may have that json-smart escapes, or does not: the rest of the escapes it writes as well. */
const WRITTEN_OTHERWISE = /[\x7f-\x9f\u2000-\u20ff]|\\[/u]/;

function writtenAnew(tape: JsonTape, at: number): string {
  const kind = kindOf(tape, at);
  if (kind === OBJECT) return objectText(tape, at);
  if (kind === ARRAY) {
    let text = "[";
    const end = endOf(tape, at);
    for (let item = at + 1; item < end; item = endOf(tape, item)) {
      text += text === "[" ? writtenAnew(tape, item) : `,${writtenAnew(tape, item)}`;
    }
    return `${text}]`;
  }
  return scalarText(tape, at, kind);
}

function objectText(tape: JsonTape, at: number): string {
  const unique = uniqueMembers(tape, at);
  let text = "{";
  if (unique) {
    const { names, values, count } = unique;
    for (let member = 0; member < count; member++) {
      const name = scalarText(tape, names[member] ?? 0, STRING);
      text += `${member === 0 ? "" : ","}${name}:${writtenAnew(tape, values[member] ?? 0)}`;
    }
    return `${text}}`;
  }
  const end = endOf(tape, at);
  for (let name = at + 1; name < end; name = endOf(tape, name + 1)) {
    text += `${text === "{" ? "" : ","}${scalarText(tape, name, STRING)}:${writtenAnew(tape, name + 1)}`;
  }
  return `${text}}`;
}

function scalarText(tape: JsonTape, at: number, kind: number): string {
  return replacement(tape, at, kind) ?? sourceOf(tape, at);
}
