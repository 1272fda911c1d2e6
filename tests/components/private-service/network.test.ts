import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { readVpcLinkZones } from "../../../components/private-service/network.ts";

/** Runs `readVpcLinkZones` in a region that has these zones, and gives back what it asked AWS too. */
async function run(names: string[]) {
  let asked: Record<string, unknown> = {};
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
      call({ token, inputs }) {
        assert.equal(token, "aws:index/getAvailabilityZones:getAvailabilityZones");
        asked = inputs;
        return { names };
      },
    },
    "contact-us",
    "test",
    false,
  );
  return { zones: await readVpcLinkZones(), asked };
}

describe("readVpcLinkZones", () => {
  it("names two zones, of those in which a VPC link can be and no Local Zone", async () => {
    const { zones, asked } = await run(["eu-west-3a", "eu-west-3c", "eu-west-3d"]);
    assert.deepEqual(zones, ["eu-west-3a", "eu-west-3c"]);
    assert.ok((asked.excludeZoneIds as string[]).includes("euw3-az2"));
    assert.deepEqual(asked.filters, [{ name: "opt-in-status", values: ["opt-in-not-required"] }]);
  });

  it("says so when the region has only one", async () => {
    await assert.rejects(run(["eu-west-3a"]), {
      message: "privateService: needs two zones in which API Gateway can create a VPC link, the region has eu-west-3a",
    });
  });
});
