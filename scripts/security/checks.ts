import { REASONS } from "./reasons.ts";

/** One check of one resource, as `checkov --output json` has it. */
interface Check {
  readonly check_id: string;
  readonly check_name: string;
  readonly resource: string;
}

/** The part of checkov's output that the table is made from. */
export interface Findings {
  readonly results: { readonly passed_checks: readonly Check[]; readonly failed_checks: readonly Check[] };
  readonly summary: { readonly checkov_version: string };
}

/**
 * What checkov says of the stack, as Markdown: what fails with its reason, and what passes.
 *
 * @param date Day of the run, as YYYY-MM-DD.
 * @throws Error that names a failed check without a reason, or a reason without a failed check.
 */
export function checkTable({ results, summary }: Findings, date: string): string {
  const failed = byId(results.failed_checks);
  const passed = byId(results.passed_checks);
  const unexplained = [...failed.keys()].filter((id) => !(id in REASONS));
  if (unexplained.length > 0)
    throw new Error(`${unexplained.join(", ")} fail: fix the stack, or say why in scripts/security/reasons.ts`);
  const stale = Object.keys(REASONS).filter((id) => !failed.has(id));
  if (stale.length > 0)
    throw new Error(`${stale.join(", ")} no longer fail: remove them from scripts/security/reasons.ts`);
  const met = [...passed].filter(([id]) => !failed.has(id));
  return [
    `checkov ${summary.checkov_version}, ${date}, over the whole stack with every setting on: ${met.length} checks are met by all resources, ${failed.size} are not.`,
    "",
    "| check | asks | resources | verdict | why |",
    "| --- | --- | --- | --- | --- |",
    ...[...failed].toSorted(order).map(([id, checks]) => {
      const { verdict, why } = REASONS[id] ?? { verdict: "open", why: "" };
      return `| ${id} | ${checks[0]?.check_name} | ${checks.length} | ${verdict} | ${why} |`;
    }),
    "",
    "<details><summary>Met</summary>",
    "",
    "| check | asks | resources |",
    "| --- | --- | --- |",
    ...met.toSorted(order).map(([id, checks]) => `| ${id} | ${checks[0]?.check_name} | ${checks.length} |`),
    "",
    "</details>",
  ].join("\n");
}

function byId(checks: readonly Check[]): Map<string, Check[]> {
  const groups = new Map<string, Check[]>();
  for (const check of checks) groups.set(check.check_id, [...(groups.get(check.check_id) ?? []), check]);
  return groups;
}

function order([one]: [string, unknown], [other]: [string, unknown]): number {
  return one.localeCompare(other, "en", { numeric: true });
}
