import { refuse } from "../arguments.ts";
import { checkTemplates, readTemplate } from "../templates/templates.ts";
import type { MappedResponse } from "./lambda.ts";

/** @throws ArgumentError for a name that is not an error's, a status below 400, or a template whose file does not exist. */
export function checkErrors(errors: Readonly<Record<string, MappedResponse>>): void {
  for (const [error, { statusCode, template: source }] of Object.entries(errors)) {
    if (!/^[\w.]+$/.test(error)) refuse("errors", `expected names of letters, digits, _ and dots, got "${error}"`);
    if (!/^[45]\d\d$/.test(statusCode)) refuse("errors", `expected statuses of 400 to 599, got "${statusCode}"`);
    checkTemplates({ [`errors.${error}.template`]: source });
  }
}

/**
 * The template of a 200 of `StartSyncExecution`, which tells how the execution ended; only one that succeeded is a 200 here.
 *
 * @param succeeded The template for an execution that succeeded.
 * @param errors The responses to errors, by their names.
 */
export function syncResponse(succeeded: string, errors: Readonly<Record<string, MappedResponse>>): string {
  const mapped = Object.entries(errors).map(([error, response]) => [
    `#elseif($input.path('$.error') == "${error}")`,
    `#set($context.responseOverride.status = ${response.statusCode})`,
    readTemplate(response.template),
  ]);
  return [
    `#if($input.path('$.status') == "SUCCEEDED")`,
    succeeded,
    ...mapped.flat(),
    `#elseif($input.path('$.status') == "TIMED_OUT")`,
    "#set($context.responseOverride.status = 504)",
    '{"message": "Gateway timeout"}',
    "#else",
    "#set($context.responseOverride.status = 502)",
    '{"message": "Bad gateway"}',
    "#end",
  ].join("\n");
}
