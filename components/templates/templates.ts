import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../arguments.ts";

/**
 * Where a mapping template is: a file, by its path from the program's folder or by a URL such as
 * `new URL("x.vtl", import.meta.url)`, or the template's text itself.
 */
export type TemplateSource = string | URL | { readonly text: string };

/** A value for a template's variable: a table's name, a topic's ARN, a list of scenarios. */
export type TemplateValue = pulumi.Input<string> | readonly string[];

/**
 * A mapping template after one `#set($name = "…")` line for each value, so that its file is plain VTL.
 *
 * @param values Variable name to value.
 * @throws Error when the file does not exist; the output fails when a value cannot stand in a VTL string.
 */
export function template(
  source: TemplateSource,
  values: Readonly<Record<string, TemplateValue>>,
): pulumi.Output<string> {
  const text = readTemplate(source);
  return pulumi.output(values).apply((resolved) => `${setLines(resolved)}${text}`);
}

/**
 * The text of a template, without the line break at its end, which would become part of the last parameter of a
 * form-encoded request.
 *
 * @throws Error when the file does not exist.
 */
export function readTemplate(source: TemplateSource): string {
  const text = typeof source === "string" || source instanceof URL ? readFileSync(source, "utf8") : source.text;
  return text.replace(/\r?\n$/, "");
}

/** Refuses templates, by the names of their arguments, whose files do not exist; one that is not given has a default. */
export function checkTemplates(sources: Readonly<Record<string, TemplateSource | undefined>>): void {
  for (const [argument, source] of Object.entries(sources)) {
    try {
      if (source !== undefined) readTemplate(source);
    } catch (error) {
      refuse(argument, `expected a template, got ${(error as Error).message}`);
    }
  }
}

/** One of the templates beside this file. */
export function libraryTemplate(name: string): URL {
  return new URL(name, import.meta.url);
}

/** The `#set` lines that give values to a template's variables. */
export function setLines(values: Readonly<Record<string, string | readonly string[]>>): string {
  return Object.entries(values)
    .map(([name, value]) => {
      const quoted =
        typeof value === "string" ? quote(name, value) : `[${value.map((v) => quote(name, v)).join(", ")}]`;
      return `#set($${name} = ${quoted})\n`;
    })
    .join("");
}

// VTL has no escapes inside a string: `"` would end it, and VTL would run `$` and `#`.
function quote(name: string, value: string): string {
  if (/["$#\\\r\n]/.test(value)) {
    throw new Error(`template value "${name}": ${JSON.stringify(value)} must not contain ", $, #, \\ or a line break`);
  }
  return `"${value}"`;
}

/**
 * A value as JSON inside a mapping template: `$` and `#`, which VTL would run, are written as JSON's own escapes.
 */
export function jsonTemplate(value: unknown): string {
  return JSON.stringify(value).replace(/\$/g, "\\u0024").replace(/#/g, "\\u0023");
}
