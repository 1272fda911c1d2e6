import type { Written } from "../../src/api/wire.ts";
import { decodedForm, type Layout, type Piece } from "./layout.ts";

/** A stretch of a line that one expression of a template wrote, or that no known one did. */
export interface Span extends Pick<Piece, "text" | "isName"> {
  readonly write?: Written;
}

/**
 * The lines of a layout, split where another expression begins to write.
 * @param writes what wrote which part of the source, ascending
 */
export function spansOf({ kind, lines }: Layout, source: string, writes: readonly Written[]): Span[][] {
  let next = 0;
  const split = (piece: Piece): Span[] => {
    const { from, to, isName } = piece;
    const spans: Span[] = [];
    let at = from;
    while (at < to) {
      while ((writes[next]?.to ?? Number.POSITIVE_INFINITY) <= at) next += 1;
      const write = writes[next];
      const isInside = write !== undefined && write.from <= at;
      const end = Math.min(to, isInside ? write.to : (write?.from ?? to));
      const raw = source.slice(at, end);
      spans.push({
        text: kind === "form" ? decodedForm(raw) : raw,
        ...(isName && { isName }),
        ...(isInside && { write }),
      });
      at = end;
    }
    return spans;
  };
  return lines.map(({ pieces }) =>
    pieces.flatMap((piece) => (piece.from === piece.to ? [{ text: piece.text }] : split(piece))),
  );
}
