/**
 * The tokens of Velocity 1.7, in the order and lexical states of its grammar. API Gateway's templates are Velocity 1.x,
 * whose white space, escapes and half-written directives follow from these tokens and from nothing else:
 * https://github.com/apache/velocity-engine/blob/1.7/src/parser/Parser.jjt
 */

/** Where the lexer is: in text, after `#`, in a directive's parentheses, in a reference and its parts, in a comment. */
export type LexState =
  | "text"
  | "preDirective"
  | "directive"
  | "reference"
  | "modifier"
  | "arguments"
  | "index"
  | "lineComment"
  | "formalComment"
  | "blockComment"
  | "textBlock";

/** A kind of token; `kind` names it as the grammar does. */
export interface TokenRule {
  readonly kind: string;
  readonly states: readonly LexState[];
  /** Sticky; matches the longest text of this kind. */
  readonly pattern: RegExp;
  /** A `more` match goes on into the next one, `skip` is dropped, `special` hangs on the next token. */
  readonly type: "token" | "more" | "skip" | "special";
}

const everywhere: readonly LexState[] = [
  "text",
  "preDirective",
  "directive",
  "reference",
  "modifier",
  "arguments",
  "index",
  "lineComment",
  "formalComment",
  "blockComment",
  "textBlock",
];

function rule(
  kind: string,
  states: readonly LexState[] | LexState,
  pattern: RegExp,
  type: TokenRule["type"] = "token",
): TokenRule {
  const list = typeof states === "string" ? [states] : states;
  return { kind, states: list, pattern: new RegExp(pattern.source, "y"), type };
}

const toEndOfLine = /(?:[ \t]*(?:\r\n|\n|\r))?/.source;
const word = /[A-Za-z_@][A-Za-z0-9_@]*/.source;
const bracketedWord = /\{[A-Za-z_][A-Za-z0-9_@]*\}/.source;
const exponent = /(?:[eE][+-]?\d+)/.source;
const literals: readonly LexState[] = ["directive", "arguments", "index"];
const listLiterals: readonly LexState[] = ["directive", "arguments"];
const references: readonly LexState[] = ["reference", "modifier"];
const identifiers: readonly LexState[] = ["reference", "modifier", "arguments"];
const numbers: readonly LexState[] = ["preDirective", "directive", "arguments", "index"];
const comments: readonly LexState[] = ["lineComment", "formalComment", "blockComment"];

/** In order of precedence: of the longest matches the first wins. */
const rules: readonly TokenRule[] = [
  rule("INDEX_LBRACKET", references, /\[/),
  rule("INDEX_RBRACKET", "index", /\]/),
  rule("LBRACKET", listLiterals, /\[/),
  rule("RBRACKET", listLiterals, /\]/),
  rule("COMMA", listLiterals, /,/),
  rule("DOUBLEDOT", listLiterals, /\.\./),
  rule("COLON", listLiterals, /:/),
  rule("LEFT_CURLEY", listLiterals, /\{/),
  rule("RIGHT_CURLEY", listLiterals, /\}/),
  rule("LPAREN", ["directive", "modifier"], /\(/),
  rule("RPAREN", "directive", new RegExp(`\\)${toEndOfLine}`)),
  rule("REFMOD2_RPAREN", "arguments", /\)/),
  rule("ESCAPE_DIRECTIVE", "text", new RegExp(`(?:\\\\\\\\)*\\\\#(?:${word}|${bracketedWord})`)),
  rule("SET_DIRECTIVE", ["text", "reference", "modifier", "arguments"], /[ \t]*(?:#set|#\{set\}) *\(/),
  rule("DOLLAR", everywhere, /\\*\$/, "more"),
  rule("DOLLARBANG", everywhere, /\\*\$\\*!/, "more"),
  rule("TEXTBLOCK_START", everywhere, /#\[\[/, "more"),
  rule("FORMAL_COMMENT_START", everywhere, /#\*\*[^#]/, "more"),
  rule("BLOCK_COMMENT_START", everywhere, /#\*/, "more"),
  rule("HASH", everywhere, /#/, "more"),
  rule("SINGLE_LINE_COMMENT_START", ["text", "preDirective", "directive", "reference"], /##/),
  rule("DOUBLE_ESCAPE", "text", /\\\\/),
  rule("ESCAPE", "text", /\\/),
  rule("TEXT", "text", /[^$#\\]+/),
  rule("SINGLE_LINE_COMMENT", "lineComment", /\r\n|\n|\r/),
  rule("FORMAL_COMMENT", "formalComment", /\*#/),
  rule("MULTI_LINE_COMMENT", "blockComment", /\*#/),
  rule("TEXTBLOCK", "textBlock", /\]\]#/),
  rule("SKIPPED", comments, /[\s\S]/, "skip"),
  rule("TEXTBLOCK_TEXT", "textBlock", /[\s\S]/, "more"),
  rule("WHITESPACE", literals, /[ \t\n\r]+/),
  rule("STRING_LITERAL", literals, /"(?:[^"]|"")*"|'(?:[^']|'')*'/),
  rule("TRUE", ["reference", "directive", "modifier", "arguments", "index"], /true/),
  rule("FALSE", ["reference", "directive", "modifier", "arguments", "index"], /false/),
  rule("MINUS", "directive", /-/),
  rule("PLUS", "directive", /\+/),
  rule("MULTIPLY", "directive", /\*/),
  rule("DIVIDE", "directive", /\//),
  rule("MODULUS", "directive", /%/),
  rule("LOGICAL_AND", "directive", /&&|and/),
  rule("LOGICAL_OR", "directive", /\|\||or/),
  rule("LOGICAL_LT", "directive", /<|lt/),
  rule("LOGICAL_LE", "directive", /<=|le/),
  rule("LOGICAL_GT", "directive", />|gt/),
  rule("LOGICAL_GE", "directive", />=|ge/),
  rule("LOGICAL_EQUALS", "directive", /==|eq/),
  rule("LOGICAL_NOT_EQUALS", "directive", /!=|ne/),
  rule("LOGICAL_NOT", "directive", /!|not/),
  rule("EQUALS", "directive", /=/),
  rule("END", "preDirective", new RegExp(`(?:end|\\{end\\})${toEndOfLine}`)),
  rule("IF_DIRECTIVE", "preDirective", /if|\{if\}/),
  rule("ELSEIF_DIRECTIVE", "preDirective", /elseif|\{elseif\}/),
  rule("ELSE_DIRECTIVE", "preDirective", new RegExp(`(?:else|\\{else\\})${toEndOfLine}`)),
  rule("INTEGER_LITERAL", numbers, /-?\d+(?:\.\.)?/),
  rule(
    "FLOATING_POINT_LITERAL",
    numbers,
    new RegExp(`-?\\d+\\.\\d*${exponent}?|-?\\.\\d+${exponent}?|-?\\d+${exponent}`),
  ),
  rule("WORD", ["preDirective", "directive"], new RegExp(word)),
  rule("BRACKETED_WORD", ["preDirective", "directive"], new RegExp(bracketedWord)),
  rule("IDENTIFIER", identifiers, /[A-Za-z_][A-Za-z0-9_-]*/),
  rule("DOT", identifiers, /\.[A-Za-z]/),
  rule("LCURLY", references, /\{/),
  rule("RCURLY", references, /\}/),
  rule("REFERENCE_TERMINATOR", references, /[\s\S]/, "special"),
  rule("DIRECTIVE_TERMINATOR", "preDirective", /[\s\S]/, "special"),
  rule("EMPTY_INDEX", ["text", "reference"], /\$\[|\$!\[|\$\\!\[|\$\./),
];

/** The rules that hold in each lexical state, in order of precedence. */
export const rulesByState: Readonly<Record<LexState, readonly TokenRule[]>> = Object.fromEntries(
  everywhere.map((state) => [state, rules.filter((candidate) => candidate.states.includes(state))]),
) as unknown as Record<LexState, readonly TokenRule[]>;
