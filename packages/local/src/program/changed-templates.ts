import { operationsOf, templateMaps } from "./operations.ts";
import type { Program } from "./resources.ts";

/**
 * The document with the templates of changed files, as the program would make it; undefined where one of the files is not found in
 * it, so that the program must run.
 *
 * @param before The files' texts when the document was made.
 * @param now The files' texts.
 */
export function withTemplates(
  document: Program["document"],
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): Program["document"] | undefined {
  const changed = structuredClone(document);
  const places = operationsOf(changed).flatMap(({ operation }) => templateMaps(operation));
  const files = new Set([...Object.keys(before), ...Object.keys(now)]);
  for (const file of [...files].filter((one) => before[one] !== now[one])) {
    const [old, next] = [before[file]?.trimEnd(), now[file]?.trimEnd()];
    if (!old || next === undefined) {
      return undefined;
    }
    const found = places.flatMap((templates) =>
      Object.entries(templates).flatMap(([type, text]) => (isFrom(text, old) ? [{ templates, type, text }] : [])),
    );
    for (const { templates, type, text } of found) {
      const at = text.trimEnd().length - old.length;
      templates[type] = text.slice(0, at) + next + text.slice(at + old.length);
    }
    if (found.length === 0) {
      return undefined;
    }
  }
  return changed;
}

/** Whether a template is a file's text, after any `#set` lines put before it. */
function isFrom(template: string, text: string): boolean {
  const trimmed = template.trimEnd();
  return trimmed.endsWith(text) && /^(#set\(.*\)\r?\n)*$/.test(trimmed.slice(0, trimmed.length - text.length));
}
