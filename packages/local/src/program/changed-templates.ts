import { operationsOf } from "./operations.ts";
import type { Json, Program } from "./resources.ts";

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
  const integrations = operationsOf(changed).map(({ operation }) => operation["x-amazon-apigateway-integration"] ?? {});
  const places: Json[] = integrations.flatMap(({ requestTemplates = {}, responses = {} }) => [
    requestTemplates,
    ...Object.values<Json>(responses).map(({ responseTemplates = {} }) => responseTemplates),
  ]);
  const files = new Set([...Object.keys(before), ...Object.keys(now)]);
  for (const file of [...files].filter((one) => before[one] !== now[one])) {
    const [old, next] = [before[file]?.trimEnd(), now[file]?.trimEnd()];
    if (!old || next === undefined) {
      return undefined;
    }
    const found = places.flatMap((templates) =>
      Object.keys(templates).flatMap((type) => (isFrom(templates[type], old) ? [{ templates, type }] : [])),
    );
    for (const { templates, type } of found) {
      const text: string = templates[type];
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
