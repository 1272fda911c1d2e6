import assert from "node:assert/strict";
import { createGateway, type GatewayOptions } from "../../src/index.ts";
import { documentOf, exchangeAt, mock } from "../exchange.ts";

describe("a custom domain's base path", () => {
  const document = documentOf({ "GET /pets": mock("$context.stage $context.path") });
  const get = async (url: string, options: Partial<GatewayOptions>) => {
    const { status, body } = await exchangeAt(createGateway(document, { stage: "dev", ...options }), url);
    return status === 200 ? body : status;
  };

  it("takes the stage's place in URLs", async () => {
    assert.equal(await get("/shop/pets", { basePath: "shop" }), "dev /shop/pets");
    assert.equal(await get("/dev/pets", { basePath: "shop" }), 403);
    assert.equal(await get("/shopping/pets", { basePath: "shop" }), 403);
  });

  it("can be empty", async () => {
    assert.equal(await get("/pets", { basePath: "" }), "dev /pets");
    assert.equal(await get("/pets?a=1", { basePath: "" }), "dev /pets");
    assert.equal(await get("/dev/pets", { basePath: "" }), 403);
  });

  it("is the stage's name by default", async () => {
    assert.equal(await get("/dev/pets", {}), "dev /dev/pets");
    assert.equal(await get("/pets", {}), 403);
  });
});
