import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer.js";
import { createProject } from "./project.ts";

/** What `components/README.md` says of other languages, asked of the analyser behind `pulumi package add`. */
describe("the SDK's analyser of components", () => {
  for (const [component, message] of [
    [
      "RestApi",
      "Union types are not supported for component 'RestApi' property 'RestApiArgs.routes values': type 'Integration | RouteArgs'",
    ],
    [
      "LambdaFunction",
      "Union types are not supported for component 'LambdaFunction' property 'LambdaFunctionArgs.entry': type 'string | URL'",
    ],
    ["SqsIntegration", "Failed to find the following components: SqsIntegration."],
  ] as const) {
    it(`refuses ${component}, as components/README.md says`, () => {
      assert.equal(readFileSync("components/README.md", "utf8").includes(`\`${message}\``), true);
      const project = createProject(true, ["@pulumi", "@types", "esbuild", "yaml"]);
      try {
        cpSync("components", project.folder, { recursive: true });
        const compilerOptions = { strict: true, target: "es2023", module: "nodenext", types: ["node"] };
        const options = { ...compilerOptions, allowImportingTsExtensions: true, noEmit: true };
        project.write("tsconfig.json", JSON.stringify({ compilerOptions: options, files: ["index.ts"] }));
        const name = "api-gateway-integrations";
        const analyzer = new Analyzer(project.folder, name, { name, dependencies: {} }, new Set([component]));
        assert.throws(
          () => analyzer.analyze(),
          (error: Error) => error.message.startsWith(message),
          message,
        );
      } finally {
        project.remove();
      }
    });
  }
});
