import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { factTable, fidelityPage, refusalTable } from "./report.ts";
import type { Case, Result } from "./run.ts";

const recorded = (id: string, category: string, aws_validated: boolean): Case => ({ id, category, aws_validated });

describe("docs/fidelity.md", () => {
  it("lists what the loader refuses, and counts the facts: if this fails, run npm run fidelity", () => {
    const page = readFileSync(new URL("../../../../docs/fidelity.md", import.meta.url), "utf8");
    assert.ok(page.endsWith(`\n${refusalTable()}\n`));
    assert.ok(page.includes(`\n${factTable()}\n`));
  });

  it("counts the cases of each category, and names those that fail", () => {
    const gateway: Result = {
      cases: [recorded("m.1", "mock", true), recorded("m.2", "mock", false), recorded("n.1", "new", false)],
      failed: new Map([["m.2", "status"]]),
    };
    const page = fidelityPage({ gateway, vtl: { cases: [], failed: new Map() } });
    assert.ok(page.includes("| The gateway | 2 of 3 | 1 of 1 |"), page);
    assert.equal(page.includes("public repositories"), false);
    assert.ok(page.includes("| Mock integration | 1 of 2 | 1 of 1 |"), page);
    assert.ok(page.includes("| new | 1 of 1 | – |"), page);
    const counted = fidelityPage({ gateway, vtl: { cases: [], failed: new Map() } }, { passed: 9, failed: 1 });
    assert.ok(counted.includes("\n9 of 10 pass.\n"), counted);
    assert.ok(page.includes("| `m.2` | documentation or another implementation |  |"), page);
  });
});
