import assert from "node:assert/strict";
import { mock } from "node:test";
import { readPlacement } from "../../../components/private-service/placement.ts";
import { run } from "../../../components/testing/run.ts";

/** Runs `readPlacement` in a region whose zones offer these types, and gives back what it asked AWS too. */
async function inRegion(offers: Readonly<Record<string, readonly string[]>>) {
  const asked: Record<string, Record<string, unknown>> = {};
  const { result } = await run(readPlacement, {
    call(token, inputs) {
      asked[token] = inputs;
      if (token === "aws:index/getAvailabilityZones:getAvailabilityZones") return { names: Object.keys(offers) };
      assert.equal(token, "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings");
      const pairs = Object.entries(offers).flatMap(([zone, types]) => types.map((type) => [zone, type]));
      return { locations: pairs.map(([zone]) => zone), instanceTypes: pairs.map(([, type]) => type) };
    },
  });
  return { placement: result, asked };
}

const all = ["t4g.micro", "t4g.small", "t4g.medium"];

describe("readPlacement", () => {
  it("names two zones, of those in which a VPC link can be and no Local Zone", async () => {
    const { placement, asked } = await inRegion({ "eu-west-3a": all, "eu-west-3c": all, "eu-west-3d": all });
    assert.deepEqual(placement, { zones: ["eu-west-3a", "eu-west-3c"], instanceTypes: all });
    const { excludeZoneIds, filters } = asked["aws:index/getAvailabilityZones:getAvailabilityZones"] ?? {};
    assert.ok((excludeZoneIds as string[]).includes("euw3-az2"));
    assert.deepEqual(filters, [{ name: "opt-in-status", values: ["opt-in-not-required"] }]);
    assert.deepEqual(asked["aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings"], {
      locationType: "availability-zone",
      filters: [
        { name: "location", values: ["eu-west-3a", "eu-west-3c", "eu-west-3d"] },
        { name: "instance-type", values: all },
      ],
    });
  });

  it("leaves out a zone without the cheapest type, and types that only one of the two has", async () => {
    const { placement } = await inRegion({
      "us-east-1a": ["t4g.small"],
      "us-east-1b": ["t4g.micro", "t4g.medium"],
      "us-east-1c": ["t4g.micro", "t4g.small", "t4g.medium"],
    });
    assert.deepEqual(placement, { zones: ["us-east-1b", "us-east-1c"], instanceTypes: ["t4g.micro", "t4g.medium"] });
  });

  it("takes a larger type where two zones have nothing smaller", async () => {
    const { placement } = await inRegion({ a: ["t4g.micro", "t4g.small"], b: ["t4g.small"], c: [] });
    assert.deepEqual(placement, { zones: ["a", "b"], instanceTypes: ["t4g.small"] });
  });

  it("takes every type in every zone where AWS refuses to say what is offered, and says so", async () => {
    const log = mock.method(console, "log", () => {});
    const { result } = await run(readPlacement, {
      call(token) {
        if (token === "aws:index/getAvailabilityZones:getAvailabilityZones") return { names: ["a", "b", "c"] };
        throw new Error("UnauthorizedOperation");
      },
    }).finally(() => log.mock.restore());
    const said = log.mock.calls.map((call) => String(call.arguments[0])).join("\n");
    assert.match(said, /^info: \[runtime\] Taken as offered in every zone: t4g\.micro, t4g\.small, t4g\.medium\. /);
    assert.deepEqual(result, { zones: ["a", "b"], instanceTypes: all });
  });

  for (const [why, offers, zones] of [
    ["has only one zone", { "eu-west-3a": all }, "eu-west-3a"],
    ["has no zone", {}, "none"],
    ["has no two zones with the same type", { a: ["t4g.micro"], b: ["t4g.small"] }, "a, b"],
  ] as const) {
    it(`says so when the region ${why}`, async () => {
      await assert.rejects(inRegion(offers), {
        message:
          "privateService: needs two zones in which API Gateway can create a VPC link and EC2 a t4g.micro or t4g.small or " +
          `t4g.medium, the region's zones are ${zones}`,
      });
    });
  }
});
