import type { BrokenTemplate } from "./broken-templates.ts";

/** Takes one warning of an import, in the words of API Gateway where they are known. */
export type Warn = (message: string) => void;

/**
 * What loading a document says without refusing it.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-errors-warnings.html
 */
export interface ImportReport {
  /** What API Gateway warns of when it imports the document; `failonwarnings` makes errors of them. */
  readonly warnings: readonly string[];
  /** What is different on this machine, such as a response that is not compressed. */
  readonly notices: readonly string[];
  readonly brokenTemplates: readonly BrokenTemplate[];
}

const OPERATION = /^paths\.(\/.*?)\.(get|put|post|delete|options|head|patch|x-amazon-apigateway-any-method)(?=\.|$)/;

/**
 * A warning of the OpenAPI parser that API Gateway uses (swagger-parser): `Parse issue: attribute paths.'/a'(get).x is unexpected`.
 *
 * @param place as a DocumentError has it
 * @param issue `is unexpected`, `is missing` or is not of type `object`
 */
export function parseIssue(place: string, issue: string): string {
  return `Parse issue: attribute ${place.replace(OPERATION, "paths.'$1'($2)")} ${issue}`;
}

/** Warns of each key that the parser does not know. Extensions of others are ignored. */
export function warnOfUnexpected(node: object, place: string, known: ReadonlySet<string>, warn: Warn): void {
  for (const key of Object.keys(node)) {
    if (known.has(key) || (key.startsWith("x-") && !key.startsWith("x-amazon-apigateway-"))) continue;
    warn(parseIssue(place === "" ? key : `${place}.${key}`, "is unexpected"));
  }
}
