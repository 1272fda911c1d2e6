import { breakingChanges } from "./breaking.ts";
import { type Difference, differences } from "./differences.ts";
import type { Json } from "./json.ts";
import { backendOf, modelsOf, routesOf } from "./parts.ts";

/** GitHub takes 65,536 characters in a comment; the rest is for the note that says what was left out. */
const MAX_LENGTH = 60_000;

/** More rows than these are counted only, so that the differences themselves have their place. */
const MAX_ROWS = 100;

/**
 * What a pull request changes for the API's callers, as Markdown: a sentence, breaking changes, a table of what is added,
 * changed and removed, then the differences. A difference that is too long for a comment is named and left out; the table
 * is always there.
 *
 * @param base The OpenAPI document before.
 * @param head The one after.
 */
export function report(base: Json, head: Json): string {
  const found = differences(base, head);
  if (found.length === 0) return "### API\n\nThe API's document does not change.\n";
  const breaking = breakingChanges(base, head);
  const top = [
    `### API: ${summary(found)}`,
    ...(breaking.length === 0 ? [] : [list(`**${count(breaking.length, "breaking change")}**`, breaking)]),
    table(found, head),
  ].join("\n\n");
  return `${top}\n\n${diffs(found, MAX_LENGTH - top.length)}`;
}

function summary(found: readonly Difference[]): string {
  // A path's CORS preflight comes and goes with its routes.
  const routes = found.filter(({ part }) => part.kind === "route" && !part.name.startsWith("OPTIONS "));
  const counts = (["added", "changed", "removed"] as const).flatMap((change) => {
    const number = routes.filter((difference) => difference.change === change).length;
    return number === 0 ? [] : [`${count(number, "route")} ${change}`];
  });
  return counts.join(", ") || "no route of its own changes";
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function list(heading: string, sentences: readonly string[]): string {
  const shown = sentences.slice(0, MAX_ROWS).map((sentence) => `- ${code(sentence)}`);
  const left = sentences.length - shown.length;
  return [heading, ...shown, ...(left > 0 ? [`- and ${left} more`] : [])].join("\n");
}

function table(found: readonly Difference[], head: Json): string {
  const rows = found.slice(0, MAX_ROWS).map(({ part, change, what }) => {
    const cells = [change, code(part.name), part.kind === "route" ? backendOf(part.value) : ""];
    return `| ${[...cells, part.kind === "model" ? usedBy(part.name, head) : what.map(code).join(", ")].join(" | ")} |`;
  });
  const left = found.length - rows.length;
  return [
    "| | | integration | what |",
    "| --- | --- | --- | --- |",
    ...rows,
    ...(left > 0 ? [`| | and ${left} more | | |`] : []),
  ].join("\n");
}

function usedBy(part: string, head: Json): string {
  const routes = routesOf(head).filter(({ value }) => modelsOf(value).some((model) => part === `model ${model}`));
  return routes.length === 0 ? "" : `of ${routes.map(({ name }) => code(name)).join(", ")}`;
}

/** The text as Markdown code, in a table too. A document may come from a fork: its text must not become markup. */
function code(text: string): string {
  return `\`${text.replaceAll(/[`|\r\n]/g, "?").slice(0, 200)}\``;
}

function diffs(found: readonly Difference[], room: number): string {
  const blocks = alike(found).map(block);
  const shown: string[] = [];
  let left = room;
  for (const text of blocks) {
    if (text.length > left) continue;
    shown.push(text);
    left -= text.length;
  }
  const leftOut = blocks.length - shown.length;
  if (leftOut > 0)
    shown.push(`${count(leftOut, "difference")} too long for a comment; the run's artifact has both documents.`);
  return `${shown.join("\n\n")}\n`;
}

/** Differences with the same lines together: one template or origin often changes many routes alike. */
function alike(found: readonly Difference[]): { readonly names: string[]; readonly lines: readonly string[] }[] {
  const groups = new Map<string, { names: string[]; lines: readonly string[] }>();
  for (const { part, lines } of found) {
    const key = lines.filter((line) => /^[-+]/.test(line)).join("\n");
    const group = groups.get(key) ?? { names: [], lines };
    group.names.push(part.name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** More lines than these are folded away, such as a new route's. */
const MAX_OPEN_LINES = 40;

function block({ names, lines }: { readonly names: string[]; readonly lines: readonly string[] }): string {
  const text = lines.join("\n");
  // Longer than any run of backticks inside, so that none can end the block.
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  const diff = `${fence}diff\n${text}\n${fence}`;
  const heading = names.slice(0, MAX_ROWS).map(code).join(", ");
  if (lines.length <= MAX_OPEN_LINES) return `${heading}\n${diff}`;
  return `<details><summary>${html(heading)} (${lines.length} lines)</summary>\n\n${diff}\n\n</details>`;
}

/** Markdown code as HTML, for a place where GitHub reads no Markdown. */
function html(markdown: string): string {
  const escaped = markdown.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped.replaceAll(/`([^`]*)`/g, "<code>$1</code>");
}
