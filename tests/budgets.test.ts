import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { bundle } from "../components/lambda/bundle.ts";
import { checkBudgets, problems } from "./budgets.ts";
import { type Deployed, longestChain, runDeployed } from "./dependency-chain.ts";

interface Locked {
  readonly packages: Readonly<Record<string, { dev?: boolean; optional?: boolean; link?: boolean }>>;
}

const json = <T>(file: string): T => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), "utf8"));

/** The page's weight, the packed packages and what a start loads have budgets too: tests/browser, the packages' tests. */
describe("the budgets", () => {
  it("hold each function's bundle, which Lambda loads at a cold start, in bytes", () => {
    const functions = ["contact", "consumer", "legacy-crm"];
    checkBudgets(
      "function bundles",
      Object.fromEntries(functions.map((name) => [name, Buffer.byteLength(bundle(`handlers/${name}/index.ts`))])),
    );
  });

  it("hold the resources of the dev stack, and the longest chain of those that wait for another, which an update takes one by one", async () => {
    const deployed = await runDeployed();
    checkBudgets("dev stack", {
      resources: deployed.length,
      "longest dependency chain": longestChain(deployed).length,
    });
  });

  it("hold the packages that run", () => {
    const dependencies = (file: string) => Object.keys(json<{ dependencies?: object }>(file).dependencies ?? {}).length;
    const { packages } = json<Locked>("package-lock.json");
    const installed = Object.entries(packages).filter(
      ([path, { dev, link }]) => path.includes("node_modules/") && !dev && !link,
    );
    checkBudgets("runtime dependencies", {
      "of the stack": dependencies("package.json"),
      "of components": dependencies("components/package.json"),
      "of packages/gateway": dependencies("packages/gateway/package.json"),
      "of packages/local": dependencies("packages/local/package.json"),
      "installed, with theirs": installed.length,
    });
  });

  it("name each figure that grew by more than a fifth, and how to raise it", () => {
    assert.deepEqual(problems("page", { script: 100, style: 50, old: 1 }, { script: 121, style: 60, font: 7 }), [
      "page, script: is 121, 21 % above its figure 100; up to 120 passes. Take out what made it grow, or put 121 into tests/budgets.json and say in the commit what it is for",
      "page, font: is 7; tests/budgets.json has no figure for it",
      "page, old: is not measured; remove it from tests/budgets.json",
    ]);
  });

  it("find the longest chain", () => {
    const made: Deployed[] = [
      { urn: "a", dependencies: [] },
      { urn: "b", dependencies: ["a"] },
      { urn: "c", dependencies: ["b", "a"] },
      { urn: "d", dependencies: ["a", "unknown"] },
    ];
    assert.deepEqual(longestChain(made), ["a", "b", "c"]);
  });
});
