import { randomInt } from "node:crypto";
import { endOf, type JsonTape, sizeOf, stringOf } from "../validation/json-tape.ts";

/** The members of an object that has several of one name: the names' entries, where each is first, and their last values. */
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

/** For each hash, the number of the last look at an object in which a name had it. */
const marks = new Uint32Array(1024);
let look = 0;

/** Whether an object has many names, or two with one hash. */
function mayHaveDouble(tape: JsonTape, at: number): boolean {
  if (look === 2 ** 32 - 1) marks.fill(0);
  look = (look + 1) >>> 0;
  const end = endOf(tape, at);
  let count = 0;
  for (let name = at + 1; name < end; name = endOf(tape, name + 1)) {
    const hash = hashOf(tape, name) & 1023;
    if (++count > FEW || marks[hash] === look) return true;
    marks[hash] = look;
  }
  return false;
}

function sameName(tape: JsonTape, first: number, second: number): boolean {
  const { text, starts, ends } = tape;
  if (!tape.isPlain) return stringOf(tape, first) === stringOf(tape, second);
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
  const isPlain = tape.isPlain;
  const text = isPlain ? tape.text : stringOf(tape, name);
  const start = isPlain ? (tape.starts[name] ?? 0) + 1 : 0;
  const end = isPlain ? (tape.ends[name] ?? 0) - 1 : text.length;
  let hash = seed;
  for (let index = start; index < end; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x5bd1e995);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** Finds doubled names by a table of their hashes: a map of a million names takes a quarter of a second. False when hashes collide often. */
function fillByHash(tape: JsonTape, at: number, members: UniqueMembers & { count: number }): boolean {
  const { names, values } = members;
  const mask = 2 ** Math.ceil(Math.log2(2 * names.length)) - 1;
  // One more than the member's place, as 0 is an empty slot.
  const slots = new Int32Array(mask + 1);
  const end = endOf(tape, at);
  let patience = 8 * names.length + 100;
  for (let name = at + 1; name < end; name = endOf(tape, name + 1)) {
    let slot = hashOf(tape, name) & mask;
    let member = (slots[slot] ?? 0) - 1;
    while (member >= 0 && !sameName(tape, names[member] ?? 0, name)) {
      if (--patience < 0) return false;
      slot = (slot + 1) & mask;
      member = (slots[slot] ?? 0) - 1;
    }
    if (member < 0) {
      member = members.count++;
      slots[slot] = member + 1;
      names[member] = name;
    }
    values[member] = name + 1;
  }
  return true;
}

function fillByMap(tape: JsonTape, at: number, members: UniqueMembers & { count: number }): void {
  const places = new Map<string, number>();
  const end = endOf(tape, at);
  for (let name = at + 1; name < end; name = endOf(tape, name + 1)) {
    const text = stringOf(tape, name);
    let member = places.get(text);
    if (member === undefined) {
      member = places.size;
      places.set(text, member);
      members.names[member] = name;
    }
    members.values[member] = name + 1;
  }
  members.count = places.size;
}
