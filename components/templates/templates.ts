import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

/** A template's file: the name of one of the library's own, or a URL such as `new URL("x.vtl", import.meta.url)`. */
export type TemplateFile = string | URL;

/** A value for a template's variable: a table's name, a topic's ARN, a list of scenarios. */
export type TemplateValue = pulumi.Input<string> | readonly string[];

/**
 * A mapping template from a file, unchanged, after one `#set($name = "…")` line for each value, so that the file itself is
 * plain VTL.
 *
 * @param file Name of one of the library's own files, for example `publish.vtl`, or the URL of another file.
 * @param values Variable name to value.
 * @throws Error when the file does not exist; the output fails when a value cannot stand in a VTL string.
 */
export function template(
  file: TemplateFile,
  values: Readonly<Record<string, TemplateValue>> = {},
): pulumi.Output<string> {
  const text = readTemplate(file);
  return pulumi.output(values).apply((resolved) => `${setLines(resolved)}${text}`);
}

/**
 * The text of a template's file, without the line break at its end, which would become part of the last parameter of a
 * form-encoded request.
 */
export function readTemplate(file: TemplateFile): string {
  return readFileSync(new URL(file, import.meta.url), "utf8").replace(/\r?\n$/, "");
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
  return JSON.stringify(value).replaceAll("$", "\\u0024").replaceAll("#", "\\u0023");
}
