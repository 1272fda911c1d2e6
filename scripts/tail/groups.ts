import { pulumiStack } from "../command-line.ts";

/** A log group, and what its lines are marked with. */
export interface Group {
  readonly name: string;
  readonly source: string;
}

/** Log groups, and the region that they are in where it is known. */
export interface Groups {
  readonly groups: readonly Group[];
  readonly region: string | undefined;
}

interface State {
  readonly deployment: { readonly resources?: readonly StateResource[] };
}

interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly outputs?: { readonly name?: string; readonly arn?: string };
}

/**
 * The log groups of a stack, by its state: the access log, the execution log, and one of each function.
 *
 * @throws Error when the Pulumi CLI does not answer, or the stack has no log group.
 */
export function stackGroups(stack: string | undefined): Groups {
  const state: State = JSON.parse(pulumiStack(["export"], stack, "name the log groups"));
  const resources = (state.deployment.resources ?? []).filter(
    ({ type }) => type === "aws:cloudwatch/logGroup:LogGroup",
  );
  const groups = resources.flatMap(({ urn, outputs }) =>
    outputs?.name === undefined ? [] : [{ name: outputs.name, source: sourceOf(urn.slice(urn.lastIndexOf("::") + 2)) }],
  );
  if (groups.length === 0) throw new Error("the stack has no log group; was it deployed?");
  return { groups, region: /^arn:[\w-]+:logs:([\w-]+):/.exec(resources[0]?.outputs?.arn ?? "")?.[1] };
}

/** Log groups by their names. */
export function namedGroups(names: readonly string[]): Groups {
  return { groups: names.map((name) => ({ name, source: sourceOf(name) })), region: undefined };
}

/** The end of a name, without the word that each has: `contact-us-access` of `contact-us-access-logs`. */
function sourceOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).replace(/-logs$/, "");
}
