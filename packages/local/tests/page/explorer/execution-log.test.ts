import assert from "node:assert/strict";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const entry = fileURLToPath(import.meta.resolve("local-api-gateway/execution-log"));

describe("the execution log on the page", () => {
  it("comes without the gateway's other modules, which are made for Node", async () => {
    const { metafile } = await build({
      entryPoints: [entry],
      bundle: true,
      platform: "browser",
      format: "esm",
      write: false,
      metafile: true,
      logLevel: "silent",
    });
    assert.deepEqual(
      Object.keys(metafile.inputs)
        .map((file) => path.basename(file))
        .sort(),
      ["execution-log-text.ts", "execution-log.ts"],
    );
  });
});
