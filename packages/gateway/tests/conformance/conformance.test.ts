import assert from "node:assert/strict";
import { parts, readPassing, runConformance, vectorsFolder } from "./run.ts";

// The cases are recordings of the real API Gateway. A case that passed once must go on passing; npm run fidelity adds
// those that newly pass to passing.json and to docs/fidelity.md.
describe("behaviour recorded from AWS", () => {
  const folder = vectorsFolder();

  for (const part of parts) {
    it(`${part}: each case that passed before passes`, async function () {
      if (folder === undefined) return this.skip();
      const { cases, failed } = await runConformance(folder, part);
      const witnessed = cases.filter((c) => c.aws_validated);
      const passing = (list: typeof cases) => list.filter((c) => !failed.has(c.id)).length;
      console.log(`      ${part}: ${passing(cases)} of ${cases.length} cases pass,`);
      console.log(`      of those that AWS witnessed ${passing(witnessed)} of ${witnessed.length}`);
      const known = new Set(cases.map((c) => c.id));
      const lost = readPassing()[part].filter((id) => failed.has(id) || !known.has(id));
      assert.deepEqual(
        lost.map((id) => `${id}: ${failed.get(id) ?? "no longer among the cases"}`),
        [],
      );
    });
  }
});
