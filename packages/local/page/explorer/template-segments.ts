import { type Token, vtlTokens } from "./vtl-tokens.ts";

/** A piece of a line of a template, with the column, from 1, at which it begins. */
export interface Segment extends Token {
  readonly column: number;
}

/** A reference that was read, as far as its place matters. */
interface Read {
  readonly column: number;
  readonly written: string;
}

/** Splits a line into its pieces. A reference that was read is one piece with its arguments, and what is read in them. */
export function segmentsOf(line: string, read: readonly Read[]): Segment[] {
  const segments: Segment[] = [];
  let column = 1;
  const addTokens = (text: string) => {
    for (const token of vtlTokens(text)) {
      segments.push({ ...token, column });
      column += token.text.length;
    }
  };
  // The longest first of those that begin at one column.
  const ordered = read.toSorted((one, other) => one.column - other.column || other.written.length - one.written.length);
  for (const reference of ordered) {
    if (reference.column < column) continue;
    addTokens(line.slice(column - 1, reference.column - 1));
    const [text = ""] = reference.written.split("\n", 1);
    segments.push({ kind: "reference", text, column });
    column += text.length;
  }
  addTokens(line.slice(column - 1));
  return segments;
}
