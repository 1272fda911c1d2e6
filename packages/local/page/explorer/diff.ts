/**
 * One line of two texts side by side. `changed` lines are about the same thing (a header, a JSON property) with another
 * value; `replaced` ones only stand next to each other. A line that only one side has leaves the other undefined.
 */
export interface DiffRow {
  kind: "same" | "changed" | "replaced" | "removed" | "added";
  before?: string;
  after?: string;
}

/** A changed line's text: what both sides share at its ends, and the middle that differs. */
export interface Marked {
  start: string;
  middle: string;
  end: string;
}

/** Above this many pairs of lines the search for shared lines would take too long, so all of them are changed. */
const MOST_PAIRS = 4_000_000;

/** Lines two messages up: lines about the same thing next to each other, what only one of them has in between. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffRow[] {
  const rows: DiffRow[] = [];
  let i = 0;
  let j = 0;
  for (const [pairedBefore, pairedAfter] of sharedLines(before.map(topicOf), after.map(topicOf))) {
    const [left, right] = [before[pairedBefore], after[pairedAfter]];
    rows.push(...between(before.slice(i, pairedBefore), after.slice(j, pairedAfter)));
    rows.push({ kind: left === right ? "same" : "changed", before: left, after: right });
    i = pairedBefore + 1;
    j = pairedAfter + 1;
  }
  return [...rows, ...between(before.slice(i), after.slice(j))];
}

/** How many lines of two messages are changed, only in the first, and only in the second. */
export function countChanges(before: readonly string[], after: readonly string[]) {
  const rows = diffLines(before, after);
  const replaced = rows.filter(({ kind }) => kind === "replaced").length;
  const count = (kind: DiffRow["kind"]) => rows.filter((row) => row.kind === kind).length;
  return { changed: count("changed"), removed: count("removed") + replaced, added: count("added") + replaced };
}

/** What a line is about: the request line, the status, a header, a JSON property, or just itself. */
function topicOf(line: string): string {
  if (/^[A-Z]+ \S+/.test(line)) {
    return "request line";
  }
  return /^\d{3}$/.test(line) ? "status" : (/^(\s*"[^"]+"|[\w-]+):/.exec(line)?.[1] ?? line);
}

/** Splits a changed line around the part that differs from `other`, in whole words. */
export function markChange(line: string, other: string): Marked {
  const most = Math.min(line.length, other.length);
  let start = 0;
  while (start < most && line[start] === other[start]) {
    start += 1;
  }
  while (start > 0 && isWord(line[start - 1]) && (isWord(line[start]) || isWord(other[start]))) {
    start -= 1;
  }
  let end = 0;
  while (end < most - start && line.at(-1 - end) === other.at(-1 - end)) {
    end += 1;
  }
  while (end > 0 && isWord(line.at(-end)) && (isWord(line.at(-1 - end)) || isWord(other.at(-1 - end)))) {
    end -= 1;
  }
  return {
    start: line.slice(0, start),
    middle: line.slice(start, line.length - end),
    end: line.slice(line.length - end),
  };
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /\w/.test(character);
}

/** Pairs of indexes of a longest common subsequence, ascending. */
function sharedLines(before: readonly string[], after: readonly string[]): [number, number][] {
  const width = after.length + 1;
  if (before.length * after.length > MOST_PAIRS) {
    return [];
  }
  // lengths[i * width + j]: how many lines before[i..] and after[j..] share.
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  let i = 0;
  let j = 0;
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      pairs.push([i, j]);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return pairs;
}

/** Lines between two pairs: side by side while both sides have one, then those of the longer side. */
function between(before: readonly string[], after: readonly string[]): DiffRow[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index): DiffRow => {
    const [left, right] = [before[index], after[index]];
    if (left === undefined) {
      return { kind: "added", after: right };
    }
    return right === undefined ? { kind: "removed", before: left } : { kind: "replaced", before: left, after: right };
  });
}
