/** A piece of a line of a mapping template. */
export interface Token {
  kind: "comment" | "directive" | "reference" | "text";
  text: string;
}

// A `##` comment to the end of the line, a directive such as `#set`, or a reference such as `$input.path`.
const PIECE = /##.*|#\{?(?:set|if|elseif|else|end|foreach|break|stop|macro)\}?|\$!?\{?[A-Za-z_][\w.-]*\}?/g;

/** Splits a line of VTL into what is read differently. Their texts joined are the line. */
export function vtlTokens(line: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const match of line.matchAll(PIECE)) {
    if (match.index > from) {
      tokens.push({ kind: "text", text: line.slice(from, match.index) });
    }
    tokens.push({ kind: kindOf(match[0]), text: match[0] });
    from = match.index + match[0].length;
  }
  return from < line.length ? [...tokens, { kind: "text", text: line.slice(from) }] : tokens;
}

function kindOf(piece: string): Token["kind"] {
  if (piece.startsWith("##")) {
    return "comment";
  }
  return piece.startsWith("#") ? "directive" : "reference";
}
