import assert from "node:assert/strict";
import { agentsOnDuty, openingHours } from "../../../handlers/support-desk/desk.ts";

const names = (time: string) => agentsOnDuty(new Date(time)).agents.map(({ name }) => name);

describe("openingHours", () => {
  it("lists the days and hours, in UTC", () => {
    const { timeZone, hours } = openingHours(new Date("2026-01-05T12:00:00Z"));
    assert.equal(timeZone, "UTC");
    assert.deepEqual(hours, [
      { days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], from: "08:00", to: "20:00" },
      { days: ["Saturday"], from: "10:00", to: "16:00" },
    ]);
  });

  for (const [time, open] of [
    ["2026-01-05T07:59:59Z", false],
    ["2026-01-05T08:00:00Z", true],
    ["2026-01-05T19:59:59Z", true],
    ["2026-01-05T20:00:00Z", false],
    ["2026-01-10T10:00:00Z", true],
    ["2026-01-10T16:00:00Z", false],
    ["2026-01-11T12:00:00Z", false],
    ["2026-01-12T00:30:00+01:00", false],
  ] as const) {
    it(`is ${open ? "open" : "closed"} at ${time}`, () => {
      assert.equal(openingHours(new Date(time)).open, open);
    });
  }
});

describe("agentsOnDuty", () => {
  it("says who, for what and until when", () => {
    assert.deepEqual(agentsOnDuty(new Date("2026-01-05T09:00:00Z")), {
      agents: [{ name: "Amara", topics: ["support", "billing"], until: "14:00" }],
    });
  });

  it("changes through the day and the week", () => {
    assert.deepEqual(names("2026-01-05T12:00:00Z"), ["Amara", "Bruno"]);
    assert.deepEqual(names("2026-01-05T14:00:00Z"), ["Bruno", "Chiyo"]);
    assert.deepEqual(names("2026-01-10T12:00:00Z"), ["Dana"]);
    assert.deepEqual(names("2026-01-11T12:00:00Z"), []);
  });
});
