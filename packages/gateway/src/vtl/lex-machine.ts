import type { LexState } from "./tokens.ts";

interface SavedState {
  readonly state: LexState;
  readonly open: number;
  readonly closed: number;
}

/** What a token leads to: its image, which some tokens shorten, and the characters it gives back to the input. */
export interface Effect {
  readonly image: string;
  readonly back: number;
}

/** The lexical states of Velocity 1.7's lexer, a stack which the tokens themselves move. */
export class LexMachine {
  state: LexState = "text";
  private readonly stack: SavedState[] = [];
  /** Parentheses opened and closed in this state. */
  private open = 0;
  private closed = 0;
  private inSet = false;
  private inComment = false;

  /** After a directive's name that no parentheses follow. */
  leaveDirective(): void {
    this.pop();
  }

  /** #set( … ) is over: a string no longer ends a directive by itself. */
  leaveSet(): void {
    this.inSet = false;
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

  /** Lets a token of this kind do what it does to the state. */
  act(kind: string, image: string): Effect {
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
        if (this.inComment) break;
        this.enterComment("formalComment");
        return { image, back: 1 };
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
        this.state = "modifier";
        return { image: ".", back: 1 };
      case "REFERENCE_TERMINATOR":
      case "DIRECTIVE_TERMINATOR":
        this.pop();
        return { image, back: 1 };
    }
    return { image, back: 0 };
  }

  private enterComment(state: LexState): void {
    if (this.inComment) return;
    this.inComment = true;
    this.push(state);
  }

  /** `1..3` is a range, not `1.` and `.3`: the dots of an integer are given back. */
  private endInteger(image: string): Effect {
    if (this.open === 0 && !this.inSet && this.state !== "arguments" && this.state !== "index") this.pop();
    return image.endsWith("..") ? { image: image.slice(0, -2), back: 2 } : { image, back: 0 };
  }

  /** `)` closes the innermost state that has a parenthesis open. */
  private closeParenthesis(): void {
    if (this.inComment) return;
    while (this.open === 0) if (!this.pop()) return;
    if (this.open === this.closed + 1) this.pop();
    else this.closed++;
  }
}
