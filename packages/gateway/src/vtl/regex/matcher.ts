import { limitError, limits } from "../limits.ts";
import { type Anchor, lengths, type Node, type Pattern } from "./node.ts";
import { isMark, isWordPart, sameIgnoringCase } from "./predicates.ts";

/** A match: where it and its groups begin and end, two numbers each; -1 for a group that matched nothing. */
export type Match = readonly number[];

/** One search under way. */
interface Search {
  readonly text: string;
  /** Where the groups begin and end; the whole match is group 0. */
  readonly groups: number[];
  /** How often each loop has gone round, and where its round began. */
  readonly counts: number[];
  readonly begins: number[];
  /** End of the match before this one. */
  lastMatch: number;
  /** Where a lookbehind must end. */
  lookEnd: number;
  /** Whether the match must reach the text's end. */
  readonly whole: boolean;
  steps: number;
  readonly deadline: number;
}

/** Matches from a position on: the end of the match, -1 when there is none. */
type Step = (search: Search, at: number) => number;

/**
 * A pattern as closures that call each other, each with what follows it, as the nodes of Java's own matcher do. It goes back
 * and forth, and gives up when that takes too long.
 */
export class Matcher {
  private readonly first: Step;
  private readonly groups: number;
  private loops = 0;
  /** Whether a part of the pattern matches surrogates or what is beyond them: then Java looks for no match within a pair. */
  private beyondPlain = false;

  constructor({ root, groups }: Pattern) {
    this.groups = groups;
    this.first = this.compile(root, (search, at) => (search.whole && at !== search.text.length ? -1 : at));
  }

  /** Whether the whole text matches. */
  matches(text: string): boolean {
    return this.first(this.search(text, true), 0) >= 0;
  }

  /** The matches in a text, one after the other; after one of no length the search goes on a place further. */
  *find(text: string): Generator<Match> {
    const search = this.search(text, false);
    let from = 0;
    while (from <= text.length) {
      const match = this.findFrom(search, from);
      if (!match) return;
      yield match;
      const [start = 0, end = 0] = match;
      search.lastMatch = end;
      from = end === start ? end + 1 : end;
    }
  }

  private findFrom(search: Search, from: number): Match | undefined {
    for (let start = from; start <= search.text.length; start++) {
      if (this.beyondPlain && start > from && isPair(search.text, start - 1)) continue;
      spend(search, 1);
      search.groups.fill(-1);
      const end = this.first(search, start);
      if (end < 0) continue;
      const match = search.groups.slice();
      match[0] = start;
      match[1] = end;
      return match;
    }
    return undefined;
  }

  private search(text: string, whole: boolean): Search {
    return {
      text,
      groups: new Array<number>(2 * this.groups + 2).fill(-1),
      counts: new Array<number>(this.loops).fill(0),
      begins: new Array<number>(this.loops).fill(0),
      lastMatch: 0,
      lookEnd: -1,
      whole,
      steps: 0,
      deadline: Date.now() + limits.patternMilliseconds,
    };
  }

  private compile(node: Node, next: Step): Step {
    switch (node.type) {
      case "character": {
        const { accepts } = node;
        this.beyondPlain ||= acceptsBeyond(accepts);
        return (search, at) => {
          const code = search.text.codePointAt(at);
          return code === undefined || !accepts(code) ? -1 : next(search, at + (code > 0xffff ? 2 : 1));
        };
      }
      case "sequence":
        return node.parts.reduceRight((after: Step, part) => this.compile(part, after), next);
      case "choice":
        return compileChoice(node.branches.map((branch) => this.compile(branch, next)));
      case "group":
        return this.compileGroup(node.index, node.body, next);
      case "atomic": {
        const body = this.compile(node.body, accept);
        return (search, at) => {
          const kept = search.groups.slice();
          const end = body(search, at);
          return end < 0 ? -1 : orRestore(search, kept, next(search, end));
        };
      }
      case "repeat":
        return this.compileRepeat(node, next);
      case "look":
        return this.compileLook(node, next);
      case "reference":
        return compileReference(node, next);
      case "anchor":
        return compileAnchor(node.name, node.unixLines, next);
      case "lineBreak":
        return compileLineBreak(next);
      case "grapheme":
        return (search, at) => {
          if (at >= search.text.length) return -1;
          const [first] = graphemes.segment(search.text.slice(at, at + 200));
          return first ? next(search, at + first.segment.length) : -1;
        };
    }
  }

  private compileGroup(index: number, node: Node, next: Step): Step {
    const begins = this.loops++;
    const body = this.compile(node, (search, end) => {
      const { groups } = search;
      const [start = -1, stop = -1] = groups.slice(2 * index, 2 * index + 2);
      groups[2 * index] = search.begins[begins] ?? 0;
      groups[2 * index + 1] = end;
      const result = next(search, end);
      if (result < 0) {
        groups[2 * index] = start;
        groups[2 * index + 1] = stop;
      }
      return result;
    });
    return (search, at) => {
      const before = search.begins[begins] ?? 0;
      search.begins[begins] = at;
      const result = body(search, at);
      search.begins[begins] = before;
      return result;
    };
  }

  private compileRepeat(node: Node & { type: "repeat" }, next: Step): Step {
    const { min, max, greed } = node;
    // What a repeated line break took, `\r\n`, stays taken.
    const body: Node = node.body.type === "lineBreak" ? { type: "atomic", body: node.body } : node.body;
    if (greed === "possessive") {
      return this.compile({ type: "atomic", body: { ...node, greed: "greedy" } }, next);
    }
    if (body.type === "character") {
      return greed === "greedy"
        ? repeatCharacter(body.accepts, min, max, next)
        : repeatLazily(body.accepts, min, max, next);
    }
    const loop = this.loops++;
    const again = (search: Search, at: number): number => {
      const count = search.counts[loop] ?? 0;
      const begin = search.begins[loop] ?? 0;
      search.counts[loop] = count + 1;
      search.begins[loop] = at;
      const result = round(search, at);
      search.counts[loop] = count;
      search.begins[loop] = begin;
      return result;
    };
    const decide = (search: Search, at: number): number => {
      spend(search, 1);
      const count = search.counts[loop] ?? 0;
      if (count < min) return again(search, at);
      if (greed === "lazy") {
        const result = next(search, at);
        return result >= 0 || count >= max ? result : again(search, at);
      }
      const result = count < max ? again(search, at) : -1;
      return result >= 0 ? result : next(search, at);
    };
    // A round that matched nothing is the last one.
    const round = this.compile(body, (search, at) =>
      at > (search.begins[loop] ?? 0) ? decide(search, at) : next(search, at),
    );
    return (search, at) => {
      const count = search.counts[loop] ?? 0;
      search.counts[loop] = 0;
      const result = decide(search, at);
      search.counts[loop] = count;
      return result;
    };
  }

  private compileLook(node: Node & { type: "look" }, next: Step): Step {
    const { behind, negative } = node;
    const { min, max } = lengths(node.body);
    const body = this.compile(node.body, behind ? (search, at) => (at === search.lookEnd ? at : -1) : accept);
    const isThere = (search: Search, at: number): boolean => {
      if (!behind) return body(search, at) >= 0;
      const outer = search.lookEnd;
      search.lookEnd = at;
      let found = false;
      // A character may be two places long; what overflowed reaches back to the beginning.
      const last = max < 0 || max > at ? 0 : at - 2 * max;
      for (let start = at - min; !found && start >= Math.max(0, last); start--) {
        spend(search, 1);
        found = body(search, start) >= 0;
      }
      search.lookEnd = outer;
      return found;
    };
    return (search, at) => {
      const kept = search.groups.slice();
      const found = isThere(search, at);
      if (found !== negative) return orRestore(search, kept, next(search, at));
      return orRestore(search, kept, -1);
    };
  }
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

const accept: Step = (_search, at) => at;

/** Counts a pattern's steps, and looks at the clock now and then. */
function spend(search: Search, steps: number): void {
  search.steps += steps;
  if (search.steps < 10_000) return;
  search.steps = 0;
  if (Date.now() > search.deadline)
    throw limitError("milliseconds of a regular expression", limits.patternMilliseconds);
}

function orRestore(search: Search, kept: readonly number[], result: number): number {
  if (result < 0) for (let index = 0; index < kept.length; index++) search.groups[index] = kept[index] ?? -1;
  return result;
}

/** Whether a predicate accepts a surrogate, or one of some characters that are written with two. */
function acceptsBeyond(accepts: (code: number) => boolean): boolean {
  for (let code = 0xd800; code <= 0xdfff; code++) if (accepts(code)) return true;
  return [0x10000, 0x1f600, 0x20000].some(accepts);
}

function compileChoice(branches: readonly Step[]): Step {
  return (search, at) => {
    spend(search, 1);
    for (const branch of branches) {
      const end = branch(search, at);
      if (end >= 0) return end;
    }
    return -1;
  };
}

/** Takes as many characters as it can, and gives them back one by one. */
function repeatCharacter(accepts: (code: number) => boolean, min: number, max: number, next: Step): Step {
  return (search, start) => {
    const { text } = search;
    let at = start;
    let count = 0;
    while (count < max) {
      const code = text.codePointAt(at);
      if (code === undefined || !accepts(code)) break;
      at += code > 0xffff ? 2 : 1;
      count++;
    }
    spend(search, count + 1);
    for (; count >= min; count--) {
      const end = next(search, at);
      if (end >= 0) return end;
      spend(search, 1);
      at -= at - 2 >= start && isPair(text, at - 2) ? 2 : 1;
    }
    return -1;
  };
}

function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff;
}

function repeatLazily(accepts: (code: number) => boolean, min: number, max: number, next: Step): Step {
  return (search, start) => {
    const { text } = search;
    let at = start;
    for (let count = 0; ; count++) {
      spend(search, 1);
      if (count >= min) {
        const end = next(search, at);
        if (end >= 0) return end;
      }
      const code = count < max ? text.codePointAt(at) : undefined;
      if (code === undefined || !accepts(code)) return -1;
      at += code > 0xffff ? 2 : 1;
    }
  };
}

/** A group that matched nothing, or is not there, never matches again. */
function compileReference({ index, ignoreCase, unicodeCase }: Node & { type: "reference" }, next: Step): Step {
  return (search, at) => {
    const { text, groups } = search;
    const [start = -1, end = -1] = groups.slice(2 * index, 2 * index + 2);
    if (start < 0 || end < 0) return -1;
    const length = end - start;
    if (at + length > text.length) return -1;
    for (let offset = 0; offset < length; offset++) {
      const a = text.charCodeAt(start + offset);
      const b = text.charCodeAt(at + offset);
      if (ignoreCase ? !sameIgnoringCase(a, b, unicodeCase) : a !== b) return -1;
    }
    return next(search, at + length);
  };
}

function compileLineBreak(next: Step): Step {
  return (search, at) => {
    const code = search.text.charCodeAt(at);
    if (code === 13) {
      const end = search.text.charCodeAt(at + 1) === 10 ? next(search, at + 2) : -1;
      return end >= 0 ? end : next(search, at + 1);
    }
    return (code >= 10 && code <= 12) || code === 0x85 || code === 0x2028 || code === 0x2029
      ? next(search, at + 1)
      : -1;
  };
}

function compileAnchor(name: Anchor, unixLines: boolean, next: Step): Step {
  const holds = anchorTests[name];
  return (search, at) => (holds(search, at, unixLines) ? next(search, at) : -1);
}

const anchorTests: Readonly<Record<Anchor, (search: Search, at: number, unixLines: boolean) => boolean>> = {
  begin: (_search, at) => at === 0,
  end: ({ text }, at) => at === text.length,
  lastMatch: ({ lastMatch }, at) => at === lastMatch,
  lineBegin: ({ text }, at, unixLines) => {
    if (at === text.length) return false;
    if (at === 0) return true;
    const before = text.charAt(at - 1);
    if (!isLineEnd(before, unixLines)) return false;
    return before !== "\r" || text.charAt(at) !== "\n";
  },
  lineEnd: ({ text }, at, unixLines) => at === text.length || isBeforeLineEnd(text, at, unixLines),
  lastLineEnd: ({ text }, at, unixLines) => {
    if (at === text.length) return true;
    if (at < text.length - 2 || (at === text.length - 2 && (unixLines || text.slice(at) !== "\r\n"))) return false;
    return isBeforeLineEnd(text, at, unixLines);
  },
  wordEdge: ({ text }, at) => isInWord(text, at, -1) !== isInWord(text, at, 0),
  noWordEdge: ({ text }, at) => isInWord(text, at, -1) === isInWord(text, at, 0),
};

function isLineEnd(character: string, unixLines: boolean): boolean {
  return character === "\n" || (!unixLines && /^[\r\u0085\u2028\u2029]$/.test(character));
}

/** There is no end of a line between `\r` and `\n`. */
function isBeforeLineEnd(text: string, at: number, unixLines: boolean): boolean {
  const character = text.charAt(at);
  if (!isLineEnd(character, unixLines)) return false;
  return unixLines || character !== "\n" || at === 0 || text.charAt(at - 1) !== "\r";
}

/** Whether the character before or at a position is part of a word, a mark on one included. */
function isInWord(text: string, position: number, offset: -1 | 0): boolean {
  let at = position + offset;
  if (offset === -1 && at > 0 && isPair(text, at - 1)) at--;
  const code = at < 0 ? undefined : text.codePointAt(at);
  if (code === undefined) return false;
  if (isWordPart(code)) return true;
  if (!isMark(code)) return false;
  for (let before = at - 1; before >= 0; before--) {
    const base = text.codePointAt(before) ?? 0;
    if (/^[\p{L}\p{Nd}]$/u.test(String.fromCodePoint(base))) return true;
    if (!isMark(base)) return false;
  }
  return false;
}
