import assert from "node:assert/strict";
import { placesOf } from "../../../page/explorer/bodies.ts";
import type { Trace, TraceStep } from "../../../src/api/wire.ts";

const step = (name: TraceStep["name"], input?: string, output?: string, isRendered = false): TraceStep => ({
  name,
  startedMs: 0,
  durationMs: 0,
  rule: "",
  ...(input !== undefined && { input: { body: input } }),
  ...(output !== undefined && { output: { body: output } }),
  ...(isRendered && { template: { contentType: "application/json", source: "", linesRun: [] } }),
});
/** Where each body of a step is shown. */
const shown = (steps: TraceStep[], edited?: TraceStep["name"]) => {
  const placeOf = placesOf({ steps } as Trace, ({ name }) => name === edited);
  const at = (name: TraceStep["name"], part: "before" | "after", body = "") => {
    const place = placeOf({ step: name, part }, body);
    return `${place.step} ${place.part}`;
  };
  return steps.map(({ name, input, output }) => [at(name, "before", input?.body), at(name, "after", output?.body)]);
};

const STEPS = [
  step("validate", "from the client"),
  step("integrationRequest", "from the client", "rendered", true),
  step("integration", "rendered", "from the backend"),
  step("integrationResponse", "from the backend", "rendered again", true),
  step("methodResponse", "rendered again", "rendered again"),
];

describe("where a body of a trace is shown", () => {
  it("is where its template ran, and else the first of the steps that are open", () => {
    assert.deepEqual(shown(STEPS), [
      ["integrationRequest before", "validate after"],
      ["integrationRequest before", "integrationRequest rendered"],
      ["integrationRequest rendered", "integration after"],
      ["integration after", "integrationResponse rendered"],
      ["integrationResponse rendered", "integrationResponse rendered"],
    ]);
  });

  it("is beside the editor, where the template is edited", () => {
    const [, mapped, called] = shown(STEPS, "integrationRequest");
    assert.deepEqual(mapped, ["integrationRequest before", "integrationRequest after"]);
    assert.deepEqual(called, ["integrationRequest after", "integration after"]);
  });

  it("is the step that failed, where the request did not come further", () => {
    const steps = [step("route", "wrong"), step("validate", "wrong"), step("gatewayResponse", undefined, "no")];
    assert.deepEqual(shown(steps).flat(), [
      "validate before",
      "route after",
      "validate before",
      "validate after",
      "gatewayResponse before",
      "gatewayResponse after",
    ]);
  });

  it("is another place for another message with the same text", () => {
    const steps = [step("integrationRequest", "{}", "rendered", true), step("integration", "rendered", "{}")];
    assert.deepEqual(shown(steps)[1], ["integrationRequest rendered", "integration after"]);
  });
});
