import { randomInt } from "node:crypto";
import { membersOf } from "../validation/json-equality.ts";
import { endOf, isEscaped, type JsonTape, sizeOf, stringOf } from "../validation/json-tape.ts";

/**
 * The members of an object that has several of one name: an entry of each name and the name's last value, in the order in which the
 * names come first.
 */
export interface UniqueMembers {
  readonly names: Int32Array;
  readonly values: Int32Array;
  readonly count: number;
}

/** Members of an object that is looked through without a table of its own. */
const FEW = 64;

/** The members of an object as a map has them; undefined when no name is doubled, and they are as they are written. */
export function uniqueMembers(tape: JsonTape, at: number): UniqueMembers | undefined {
  if (!mayHaveDouble(tape, at)) return undefined;
  const size = sizeOf(tape, at);
  const members = { names: new Int32Array(size), values: new Int32Array(size), count: 0 };
  if (!fillByHash(tape, at, members)) fillByMap(tape, at, members);
  return members.count < size ? members : undefined;
}

/** For each sketch, the number of the last look at an object in which a name had it. */
const marks = new Uint32Array(1024);
let look = 0;

/** Whether an object has many names, one with escapes, or two with one sketch. */
function mayHaveDouble(tape: JsonTape, at: number): boolean {
  if (look === 2 ** 32 - 1) marks.fill(0);
  look = (look + 1) >>> 0;
  const end = endOf(tape, at);
  let count = 0;
  for (let name = at + 1; name < end; name = endOf(tape, name + 1)) {
    if (++count > FEW || isEscaped(tape, name)) return true;
    const sketch = sketchOf(tape, name) & 1023;
    if (marks[sketch] === look) return true;
    marks[sketch] = look;
  }
  return false;
}

/** A number that few other names have: of the length and four characters, as to look at all of them takes longer than all the rest. */
function sketchOf({ text, starts, ends }: JsonTape, name: number): number {
  const start = starts[name] ?? 0;
  const end = ends[name] ?? 0;
  const outer = text.charCodeAt(start + 1) + 5 * text.charCodeAt(end - 2);
  // Before the last character there may be the quote, and before that nothing of the name.
  const inner = 19 * text.charCodeAt(Math.max(start, end - 3)) + 71 * text.charCodeAt((start + end) >> 1);
  return outer + inner + 131 * (end - start);
}

function sameName(tape: JsonTape, first: number, second: number): boolean {
  const { text, starts, ends } = tape;
  if (isEscaped(tape, first) || isEscaped(tape, second)) return stringOf(tape, first) === stringOf(tape, second);
  const start = starts[first] ?? 0;
  const other = starts[second] ?? 0;
  const length = (ends[first] ?? 0) - start;
  if ((ends[second] ?? 0) - other !== length) return false;
  for (let offset = length - 2; offset > 0; offset--) {
    if (text.charCodeAt(start + offset) !== text.charCodeAt(other + offset)) return false;
  }
  return true;
}

/** Differs from one process to the next, so that nobody can choose names that have one hash. */
const seed = randomInt(2 ** 32);

function hashOf(tape: JsonTape, name: number): number {
  const isPlain = !isEscaped(tape, name);
  const text = isPlain ? tape.text : stringOf(tape, name);
  const start = isPlain ? (tape.starts[name] ?? 0) + 1 : 0;
  const end = isPlain ? (tape.ends[name] ?? 0) - 1 : text.length;
  let hash = seed;
  for (let index = start; index < end; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 13), 0x5bd1e995);
  return hash ^ (hash >>> 15);
}

/** Finds doubled names by a table of their hashes: a map of a million names takes several times as long. False when many hashes collide. */
function fillByHash(tape: JsonTape, at: number, members: UniqueMembers & { count: number }): boolean {
  const { names, values } = members;
  const size = 2 ** Math.ceil(Math.log2(1.4 * names.length));
  // Of each slot, a hash and one more than the place of the member that has it: 0 is an empty slot.
  const slots = new Int32Array(2 * size);
  const last = slots.length - 1;
  const end = endOf(tape, at);
  let patience = 8 * names.length + 100;
  let count = 0;
  for (let name = at + 1; name < end; name = endOf(tape, name + 1)) {
    const hash = hashOf(tape, name);
    let slot = (hash << 1) & last;
    let member = -1;
    for (;;) {
      const place = slots[slot + 1] ?? 0;
      if (place === 0) break;
      if (slots[slot] === hash && sameName(tape, names[place - 1] ?? 0, name)) {
        member = place - 1;
        break;
      }
      if (--patience < 0) return false;
      slot = (slot + 2) & last;
    }
    if (member < 0) {
      member = count++;
      slots[slot] = hash;
      slots[slot + 1] = count;
      names[member] = name;
    }
    values[member] = name + 1;
  }
  members.count = count;
  return true;
}

function fillByMap(tape: JsonTape, at: number, members: UniqueMembers & { count: number }): void {
  for (const value of membersOf(tape, at).values()) {
    members.names[members.count] = value - 1;
    members.values[members.count++] = value;
  }
}
