import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { checkTable } from "../../../scripts/security/checks.ts";
import { REASONS } from "../../../scripts/security/reasons.ts";

const check = (check_id: string, resource = "aws_sqs_queue.queue") => ({
  check_id,
  check_name: `Asks ${check_id}`,
  resource,
});

/** Findings in which every explained check fails, and these. */
function findings(failed: readonly string[], passed: readonly string[] = []) {
  const failed_checks = [...Object.keys(REASONS), ...failed].map((id) => check(id));
  return {
    results: { failed_checks, passed_checks: passed.map((id) => check(id)) },
    summary: { checkov_version: "3.0.0" },
  };
}

describe("the table of checkov's checks", () => {
  it("gives each failed check its verdict and reason, and lists what all resources meet", () => {
    const table = checkTable(findings(["CKV_AWS_2"], ["CKV_AWS_27", "CKV_AWS_27", "CKV_AWS_2"]), "2026-11-26");
    const { verdict, why } = REASONS.CKV_AWS_2 ?? {};
    const failing = Object.keys(REASONS).length;
    assert.match(
      table,
      new RegExp(`^checkov 3.0.0, 2026-11-26, .*: 1 checks are met by all resources, ${failing} are not\\.\n`),
    );
    assert(table.includes(`\n| CKV_AWS_2 | Asks CKV_AWS_2 | 2 | ${verdict} | ${why} |\n`), table);
    assert(table.includes("\n| CKV_AWS_27 | Asks CKV_AWS_27 | 2 |\n"), table);
  });

  it("refuses a failed check without a reason", () => {
    assert.throws(() => checkTable(findings(["CKV_AWS_999"]), "2026-11-26"), {
      message: "CKV_AWS_999 fail: fix the stack, or say why in scripts/security/reasons.ts",
    });
  });

  it("refuses a reason for a check that passes", () => {
    const { results, summary } = findings([]);
    const failed_checks = results.failed_checks.filter(({ check_id }) => check_id !== "CKV_AWS_2");
    assert.throws(() => checkTable({ results: { ...results, failed_checks }, summary }, "2026-11-26"), {
      message: "CKV_AWS_2 no longer fail: remove them from scripts/security/reasons.ts",
    });
  });

  it("has a row in docs/security.md for each reason", () => {
    const page = readFileSync("docs/security.md", "utf8");
    for (const [id, { why }] of Object.entries(REASONS)) {
      assert(new RegExp(`^\\| ${id} \\| .*`, "m").exec(page)?.[0].endsWith(`| ${why} |`), id);
    }
  });
});
