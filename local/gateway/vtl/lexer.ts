import { TemplateError } from "./errors.ts";
import { type LexState, rulesByState, type TokenRule } from "./tokens.ts";

/** A token, with the text it stands for and the half-started references and directives that turned out to be text. */
export interface Token {
  readonly kind: string;
  image: string;
  /** Text of `$` and `#` before this token that began nothing. */
  readonly special: string;
  /** 1-based line on which the token begins. */
  readonly line: number;
}

interface SavedState {
  readonly state: LexState;
  readonly open: number;
  readonly closed: number;
}

/**
 * Velocity 1.7's lexer: a stack of lexical states moved by the tokens themselves. It hands out one token at a time,
 * because the parser, too, moves the state (after a directive's name).
 */
export class Lexer {
  private readonly source: string;
  private position = 0;
  private line: number;
  private state: LexState = "text";
  private readonly stack: SavedState[] = [];
  /** Parentheses opened and closed in this state. */
  private open = 0;
  private closed = 0;
  private inSet = false;
  private inComment = false;

  constructor(source: string, firstLine: number) {
    this.source = source;
    this.line = firstLine;
  }

  /**
   * The next token; kind `EOF` at the end.
   * @throws TemplateError when no token can begin here, or the template ends in a bare `$` or `#`
   */
  next(): Token {
    let image = "";
    let special = "";
    let line = this.line;
    for (;;) {
      if (this.position >= this.source.length) {
        if (image !== "") throw this.error("<EOF>");
        return { kind: "EOF", image: "", special, line };
      }
      if (image === "") line = this.line;
      const { rule, length } = this.longestMatch();
      const matched = this.source.slice(this.position, this.position + length);
      this.advance(matched);
      image += matched;
      if (rule.type === "special") special += specialText(image);
      image = this.act(rule.kind, image);
      if (rule.type === "token") return { kind: rule.kind, image, special, line };
      if (rule.type !== "more") image = "";
    }
  }

  /** After a directive's name: its parentheses follow. */
  enterDirective(): void {
    this.state = "directive";
  }

  /** After a directive's name that no parentheses follow. */
  leaveDirective(): void {
    this.pop();
  }

  /** #set( … ) is over: a string no longer ends a directive by itself. */
  leaveSet(): void {
    this.inSet = false;
  }

  /** Whether `(` comes next, white space aside. */
  parenthesisFollows(): boolean {
    let at = this.position;
    while (" \t\r\n".includes(this.source[at] ?? "(")) at++;
    return this.source[at] === "(";
  }

  private longestMatch(): { rule: TokenRule; length: number } {
    let best: TokenRule | undefined;
    let length = 0;
    for (const candidate of rulesByState[this.state]) {
      candidate.pattern.lastIndex = this.position;
      if (candidate.pattern.test(this.source) && candidate.pattern.lastIndex - this.position > length) {
        best = candidate;
        length = candidate.pattern.lastIndex - this.position;
      }
    }
    if (!best) throw this.error(JSON.stringify(this.source[this.position]));
    return { rule: best, length };
  }

  private advance(text: string): void {
    this.position += text.length;
    for (const character of text) if (character === "\n") this.line++;
  }

  private backUp(count: number): void {
    for (; count > 0; count--) if (this.source[--this.position] === "\n") this.line--;
  }

  private push(next: LexState): void {
    this.stack.push({ state: this.state, open: this.open, closed: this.closed });
    this.open = 0;
    this.state = next;
  }

  private pop(): boolean {
    const saved = this.stack.pop();
    this.open = saved?.open ?? 0;
    if (saved) this.closed = saved.closed;
    this.state = saved?.state ?? "text";
    return saved !== undefined;
  }

  /** What a token does to the lexer's state; returns the token's image, which some tokens shorten. */
  private act(kind: string, image: string): string {
    switch (kind) {
      case "INDEX_LBRACKET":
        this.push("index");
        break;
      case "INDEX_RBRACKET":
      case "RCURLY":
        this.pop();
        break;
      case "LPAREN":
        if (!this.inComment) this.open++;
        if (this.state === "modifier") this.state = "arguments";
        break;
      case "RPAREN":
        this.closeParenthesis();
        break;
      case "REFMOD2_RPAREN":
        this.state = "reference";
        break;
      case "SET_DIRECTIVE":
        if (this.inComment) break;
        this.push("directive");
        this.inSet = true;
        this.open++;
        break;
      case "DOLLAR":
      case "DOLLARBANG":
        if (this.inComment) break;
        if (this.state === "reference") this.pop();
        this.push("reference");
        break;
      case "HASH":
        if (this.inComment) break;
        if (this.state === "reference" || this.state === "modifier") this.pop();
        this.push("preDirective");
        break;
      case "TEXTBLOCK_START":
        this.enterComment("textBlock");
        break;
      case "FORMAL_COMMENT_START":
        if (!this.inComment) this.backUp(1);
        this.enterComment("formalComment");
        break;
      case "BLOCK_COMMENT_START":
        this.enterComment("blockComment");
        break;
      case "SINGLE_LINE_COMMENT_START":
        if (this.state === "reference" && !this.inComment) this.pop();
        this.enterComment("lineComment");
        break;
      case "SINGLE_LINE_COMMENT":
      case "FORMAL_COMMENT":
      case "MULTI_LINE_COMMENT":
      case "TEXTBLOCK":
        this.inComment = false;
        this.pop();
        break;
      case "STRING_LITERAL":
        if (this.state === "directive" && !this.inSet && this.open === 0) this.pop();
        break;
      case "END":
      case "ELSE_DIRECTIVE":
        this.pop();
        break;
      case "IF_DIRECTIVE":
      case "ELSEIF_DIRECTIVE":
        this.state = "directive";
        break;
      case "INTEGER_LITERAL":
        return this.endInteger(image);
      case "FLOATING_POINT_LITERAL":
        if (this.open === 0 && !this.inSet && this.state !== "arguments") this.pop();
        break;
      case "DOT":
        this.backUp(1);
        this.state = "modifier";
        return image.slice(0, -1);
      case "REFERENCE_TERMINATOR":
      case "DIRECTIVE_TERMINATOR":
        this.backUp(1);
        this.pop();
        break;
    }
    return image;
  }

  private enterComment(state: LexState): void {
    if (this.inComment) return;
    this.inComment = true;
    this.push(state);
  }

  /** `1..3` is a range, not `1.` and `.3`: the dots of an integer are given back. */
  private endInteger(image: string): string {
    let integer = image;
    if (image.endsWith("..")) {
      this.backUp(2);
      integer = image.slice(0, -2);
    }
    if (this.open === 0 && !this.inSet && this.state !== "arguments" && this.state !== "index") this.pop();
    return integer;
  }

  /** `)` closes the innermost state that has a parenthesis open. */
  private closeParenthesis(): void {
    if (this.inComment) return;
    while (this.open === 0) if (!this.pop()) return;
    if (this.open === this.closed + 1) this.pop();
    else this.closed++;
  }

  private error(found: string): TemplateError {
    return new TemplateError("syntax", `Lexical error at line ${this.line}. Encountered: ${found}`, {
      line: this.line,
    });
  }
}

/** What is left of a `$` or `#` that began no reference or directive: itself, with the backslashes before a `$`. */
function specialText(image: string): string {
  return (image.match(/\\+\$|[#$]/g) ?? []).join("");
}
