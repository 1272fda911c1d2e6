import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { type Reserved, reserve } from "../../packages/local/src/cloud/serve.ts";

const BULK = "/-/npm/v1/security/advisories/bulk";
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const { version }: { version: string } = lock.packages["node_modules/esbuild"];

const advisory = (severity: string) => ({
  esbuild: [
    {
      id: 1,
      url: "https://github.com/advisories/GHSA-1",
      title: "It leaks",
      severity,
      vulnerable_versions: `<=${version}`,
    },
  ],
});

describe("the audit of what is shipped", () => {
  let registry: Reserved;
  before(async () => {
    registry = await reserve();
  });
  after(() => registry.close());

  /** Runs the audit while the registry answers so. */
  async function audit(status: number, answer: object): Promise<{ code: number; lines: string[] }> {
    registry.serve((request, response) => {
      request.resume();
      response.writeHead(request.url === BULK ? status : 404, { "content-type": "application/json" });
      response.end(JSON.stringify(request.url === BULK ? answer : {}));
    });
    // npm keeps what it knows of an advisory.
    const cache = mkdtempSync(path.join(tmpdir(), "npm-cache-"));
    const args = [
      "--import",
      "tsx",
      "scripts/audit.ts",
      "--registry",
      registry.url,
      "--fetch-retries",
      "0",
      "--cache",
      cache,
    ];
    const { stdout, code = 0 } = await promisify(execFile)(process.execPath, args)
      .then(({ stdout }) => ({ stdout, code: 0 }))
      .catch((error: { stdout: string; code: number }) => error)
      .finally(() => rmSync(cache, { recursive: true }));
    return { code, lines: stdout.trim().split("\n") };
  }

  it("passes where nothing is known of any package", async () => {
    assert.deepEqual(await audit(200, {}), {
      code: 0,
      lines: ["0 shipped packages with known vulnerabilities, 0 of them severe"],
    });
  });

  it("fails, and names the advisory, where one is severe", async () => {
    const { code, lines } = await audit(200, advisory("high"));
    assert.equal(code, 1);
    assert.ok(lines.includes(`high: esbuild: It leaks, https://github.com/advisories/GHSA-1`), lines.join("\n"));
  });

  it("passes where one is moderate", async () => {
    const { code, lines } = await audit(200, advisory("moderate"));
    assert.equal(code, 0);
    assert.match(lines.at(-1) ?? "", /^[1-9]\d* shipped packages with known vulnerabilities, 0 of them severe$/);
  });

  for (const status of [405, 503]) {
    it(`warns that nothing was audited where the registry answers ${status}`, async () => {
      const { code, lines } = await audit(status, {});
      assert.equal(code, 0);
      const [warning = "", ...others] = lines;
      assert.match(
        warning,
        /^::warning title=npm audit::The dependencies were not audited: the registry did not \(.*\)\.$/,
      );
      assert.ok(warning.includes(String(status)), warning);
      assert.deepEqual(others, []);
    });
  }
});
