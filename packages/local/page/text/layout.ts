/** A stretch of a line. White space that only the layout adds comes from nowhere: its `from` is its `to`. */
export interface Piece {
  readonly text: string;
  /** Index in the source of its first character, and of the one after its last. */
  readonly from: number;
  readonly to: number;
  /** Whether it is the name of a form's parameter. */
  readonly isName?: true;
}

/** A line of a text as it is shown. */
export interface Line {
  readonly pieces: readonly Piece[];
  /** The index of the line that closes the object or list which this line opens. */
  readonly closedBy?: number;
}

/** A text made to be read. */
export interface Layout {
  readonly kind: "json" | "form" | "text";
  readonly lines: readonly Line[];
}

/**
 * Lays a body out: JSON indented, a form (`application/x-www-form-urlencoded`) decoded with one parameter a line, any other
 * text as it is. JSON keeps its own numbers, escapes and repeated names: it is not parsed and written again.
 */
export function layoutOf(text: string, contentType = ""): Layout {
  // Templates for SQS and SNS write a form, whose type is only known once it is sent.
  if (contentType.includes("x-www-form-urlencoded") || /^Action=\w+(?:&|$)/.test(text)) {
    return { kind: "form", lines: formLines(text) };
  }
  return isJson(text) ? { kind: "json", lines: jsonLines(text) } : { kind: "text", lines: plainLines(text) };
}

/** The lines of a text as they are. */
export function plainLines(text: string): Line[] {
  let from = 0;
  return text.split("\n").map((line) => {
    const piece = { text: line, from, to: from + line.length };
    from = piece.to + 1;
    return { pieces: [piece] };
  });
}

/** A part of a form's text for people. It is given back where it is not encoded as it should be. */
export function decodedForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

function formLines(text: string): Line[] {
  let from = 0;
  return text.split("&").map((pair) => {
    const [name = ""] = pair.split("=", 1);
    const [start, end] = [from, from + pair.length];
    from = end + 1;
    const piece = (first: number, last: number) => ({
      text: decodedForm(text.slice(first, last)),
      from: first,
      to: last,
    });
    const equals = start + name.length;
    const rest = equals < end ? [{ text: "=", from: equals, to: equals + 1 }, piece(equals + 1, end)] : [];
    return { pieces: [{ ...piece(start, equals), isName: true as const }, ...rest] };
  });
}

function isJson(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs;
const isOpening = (token: string) => token === "{" || token === "[";
const isClosing = (token: string) => token === "}" || token === "]";

function jsonLines(text: string): Line[] {
  const lines: { pieces: Piece[]; closedBy?: number }[] = [{ pieces: [] }];
  const opened: number[] = [];
  let depth = 0;
  let previous = "";
  const add = (piece: Piece) => lines.at(-1)?.pieces.push(piece);
  const begin = () => lines.push({ pieces: depth > 0 ? [{ text: "  ".repeat(depth), from: 0, to: 0 }] : [] });
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (isOpening(previous) && !isClosing(token)) {
      depth += 1;
      begin();
    } else if (isClosing(token) && !isOpening(previous)) {
      depth -= 1;
      begin();
    } else if (previous === ",") {
      begin();
    }
    add({ text: token, from: index, to: index + token.length });
    if (token === ":") add({ text: " ", from: 0, to: 0 });
    if (isOpening(token)) opened.push(lines.length - 1);
    if (isClosing(token)) {
      const first = opened.pop() ?? 0;
      const opening = lines[first];
      if (opening && first < lines.length - 1) opening.closedBy = lines.length - 1;
    }
    previous = token;
  }
  return lines;
}

/** A text of more lines folds. */
const LONG = 24;
/** Lines of an object or list that is folded at first. */
const FOLDED = 8;

/** The lines that can be folded: those of a long text that open an object or list, but for the outermost. */
export function foldable({ lines }: Layout): number[] {
  if (lines.length <= LONG) return [];
  return lines.flatMap(({ closedBy }, index) => (index > 0 && closedBy !== undefined ? [index] : []));
}

/** The lines that are folded at first: the longer parts of the outermost object or list. */
export function foldedAtFirst(layout: Layout): number[] {
  const { lines } = layout;
  let end = 0;
  return foldable(layout).filter((index) => {
    if (index < end) return false;
    end = lines[index]?.closedBy ?? 0;
    return end - index > FOLDED;
  });
}
