import assert from "node:assert/strict";
import { readVpcLinkZones } from "../../../components/private-service/network.ts";
import { run } from "../../../components/testing/run.ts";

/** Runs `readVpcLinkZones` in a region that has these zones, and gives back what it asked AWS too. */
async function inRegion(names: string[]) {
  let asked: Record<string, unknown> = {};
  const { result } = await run(readVpcLinkZones, {
    call(token, inputs) {
      assert.equal(token, "aws:index/getAvailabilityZones:getAvailabilityZones");
      asked = inputs;
      return { names };
    },
  });
  return { zones: result, asked };
}

describe("readVpcLinkZones", () => {
  it("names two zones, of those in which a VPC link can be and no Local Zone", async () => {
    const { zones, asked } = await inRegion(["eu-west-3a", "eu-west-3c", "eu-west-3d"]);
    assert.deepEqual(zones, ["eu-west-3a", "eu-west-3c"]);
    assert.ok((asked.excludeZoneIds as string[]).includes("euw3-az2"));
    assert.deepEqual(asked.filters, [{ name: "opt-in-status", values: ["opt-in-not-required"] }]);
  });

  it("says so when the region has only one", async () => {
    await assert.rejects(inRegion(["eu-west-3a"]), {
      message: "privateService: needs two zones in which API Gateway can create a VPC link, the region has eu-west-3a",
    });
  });
});
