/**
 * How long JavaScript's matcher may take for a pattern: it goes back and forth, and nobody can stop it but by a time limit that costs
 * more than most matches do.
 */

/** Steps that a search may take, which are about ten milliseconds. */
const MOST_STEPS = 1e7;

/** A part of a pattern, with its quantifier. */
interface Item {
  /** The character that it is; undefined of a class. */
  readonly character: string | undefined;
  /** Matches a character that it accepts. */
  readonly accepts: RegExp;
  /** How many characters it takes at least, and how many more it may take. */
  readonly fewest: number;
  readonly choices: number;
}

const part = /(\[(?:\\.|[^\]\\])+\]|\\(?:u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|.)|[^()|^])([*+?]|\{(\d+)(,?)(\d*)\})?\??/gs;

/**
 * The longest text on which a pattern may be tried without a time limit.
 * @param source of a pattern of characters, classes, and groups without quantifiers, in JavaScript's syntax
 * @param isTriedOnce whether the search tries the pattern at a few places only
 */
export function safeLength(source: string, isTriedOnce: boolean): number {
  const items = itemsOf(source);
  const quantifiers = items.filter(({ choices }) => choices > 0).length;
  // With alternatives each quantifier may multiply the steps.
  if (hasAlternatives(source)) return MOST_STEPS ** (1 / (quantifiers + 1));
  let low = 0;
  let high = MOST_STEPS;
  while (high - low > 1) {
    const length = Math.floor((low + high) / 2);
    const steps = (isTriedOnce ? 1 : length + 1) * stepsOf(items, length);
    if (steps <= MOST_STEPS) low = length;
    else high = length;
  }
  return low;
}

/** Whether a pattern of these parts has alternatives. */
export function hasAlternatives(source: string): boolean {
  return source.replace(/\[(?:\\.|[^\]\\])+\]|\\./gs, "").includes("|");
}

function itemsOf(source: string): Item[] {
  return [...source.matchAll(part)].map(([, text = "", quantifier, fewest, comma, most]) => {
    const accepts = new RegExp(`^${text}$`);
    const escaped = /^\\([^A-Za-z0-9])$/.exec(text)?.[1];
    const character = escaped ?? (text.length === 1 ? text : undefined);
    return { character, accepts, fewest: Number(fewest ?? 1), choices: choicesOf(quantifier, fewest, comma, most) };
  });
}

function choicesOf(quantifier?: string, fewest = "0", comma?: string, most?: string): number {
  if (quantifier === undefined) return 0;
  if (quantifier === "?") return 1;
  if (quantifier === "*" || quantifier === "+" || (comma && !most)) return Infinity;
  return comma ? Number(most) - Number(fewest) : 0;
}

/** The steps of one try on a text of a length, when all goes as badly as it can. */
function stepsOf(items: readonly Item[], length: number): number {
  // Of each item, the steps from it to the end.
  const steps = new Array<number>(items.length + 1).fill(1);
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    const rest = (steps[index + 1] ?? 1) + (item?.fewest ?? 1);
    const choices = Math.min(length, item?.choices ?? 0);
    const literal = literalAt(items, index + 1);
    if (choices === 0) steps[index] = 1 + rest;
    else if (literal !== "" && !item?.accepts.test(literal.charAt(0))) {
      // What follows is where the item must end: going back finds nothing.
      steps[index] = 2 * choices + rest;
    } else if (literal.length > 1 && !overlapsItself(literal)) {
      const places = choices / literal.length + 1;
      steps[index] = choices * (1 + literal.length) + places * (steps[index + 1 + literal.length] ?? 1);
    } else steps[index] = (choices + 1) * (1 + rest);
  }
  return steps[0] ?? 1;
}

/** The text of the characters that stand at an item and after it. */
function literalAt(items: readonly Item[], index: number): string {
  let text = "";
  for (let at = index; items[at]?.choices === 0 && items[at]?.character !== undefined; at++)
    text += items[at]?.character;
  return text;
}

/** Whether a text can begin again before it ends, as `aba` does in `ababa`. */
function overlapsItself(text: string): boolean {
  for (let shift = 1; shift < text.length; shift++) if (text.startsWith(text.slice(shift))) return true;
  return false;
}
