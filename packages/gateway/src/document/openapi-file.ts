import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import { fromSwagger2 } from "./swagger2.ts";

/** A file that is not an OpenAPI document; the message is one line that names the file, the place and the reason. */
export class OpenApiFileError extends Error {}

/**
 * Reads an OpenAPI document from a JSON or YAML file, as `aws apigateway get-export` writes it, either flavour:
 * a Swagger 2.0 document is turned into the OpenAPI 3.0 one that says the same.
 * @throws {OpenApiFileError} for a file that cannot be read or parsed, or that is of neither flavour.
 */
export function readOpenApiFile(file: string): Record<string, unknown> {
  return parseOpenApi(file, read(file));
}

/**
 * Reads the text of an OpenAPI document, JSON or YAML, of either flavour.
 * @param file the name that messages give it
 * @throws {OpenApiFileError} for a text that cannot be parsed, or that is of neither flavour.
 */
export function parseOpenApi(file: string, text: string): Record<string, unknown> {
  const document = parse(file, text);
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new OpenApiFileError(`${file}: not an OpenAPI document: its top level is not an object`);
  }
  const { swagger, openapi } = document as Record<string, unknown>;
  // YAML reads an unquoted 2.0 as the number 2, and 3.0 as 3.
  if (swagger === "2.0" || swagger === 2) return fromSwagger2(document as Record<string, unknown>);
  if (openapi === 3 || /^3\.0(\.|$)/.test(String(openapi))) return document as Record<string, unknown>;
  const found = swagger ?? openapi;
  const version = found === undefined ? 'neither "openapi" nor "swagger" gives a version' : `version ${found}`;
  throw new OpenApiFileError(`${file}: ${version}; API Gateway imports OpenAPI 3.0 and Swagger 2.0`);
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = { ENOENT: "no such file", EISDIR: "a folder, not a file" };
    throw new OpenApiFileError(`${file}: ${reasons[code ?? ""] ?? message}`);
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // YAML's grammar holds JSON's, and its parser says at which line a mistake is.
    return parseYaml(file, text);
  }
}

function parseYaml(file: string, text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true, merge: true });
  // A warning is a tag that nothing resolves, such as CloudFormation's !Sub: its value would be a wrong one.
  const mistake = document.errors[0] ?? document.warnings[0];
  if (mistake) {
    const [start] = mistake.linePos ?? [];
    const place = start ? `${file}:${start.line}:${start.col}` : file;
    const [reason = ""] = mistake.message.split(/ at line \d+, column \d+/);
    throw new OpenApiFileError(`${place}: ${reason.replaceAll(/\s+/g, " ").trim()}`);
  }
  try {
    return document.toJS();
  } catch (error) {
    throw new OpenApiFileError(`${file}: ${(error as Error).message}`);
  }
}
