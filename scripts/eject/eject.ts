import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { merge } from "./merge.ts";
import { portableTest } from "./portable-test.ts";
import { exportedNames, type Import, ROOT, readModule } from "./source-module.ts";

const COMPONENTS = path.join(ROOT, "components/");
const INTEGRATIONS = path.join(COMPONENTS, "integrations/");
const TESTING = path.join(COMPONENTS, "testing/");

/** Where the files of an integration type go. */
export interface Destination {
  /** Path of the folder from the project's folder, for example `integrations`; empty for the project's folder itself. */
  readonly folder: string;
  /** Whether the project's modules are ES modules, whose imports name the file with its extension. */
  readonly esm: boolean;
}

/** One integration type outside of this repository. */
export interface Ejected {
  /** File name to text: the component, its unit test, and the mock cloud that the test runs in. */
  readonly files: ReadonlyMap<string, string>;
  /** A program in the project's folder that uses the component. */
  readonly program: string;
  /** Packages that the component imports, besides `@pulumi/aws` and `@pulumi/pulumi`. */
  readonly packages: readonly string[];
}

/** The integration types: the files in `components/integrations/` that have a subclass of `Integration`. */
export function integrationTypes(): string[] {
  return readdirSync(INTEGRATIONS)
    .map((file) => path.basename(file, ".ts"))
    .filter((type) => readModule(integrationFile(type)).statements.some(({ node }) => extendsIntegration(node)));
}

/**
 * Makes the files of one integration type.
 *
 * @param type One of `integrationTypes`.
 */
export function eject(type: string, { folder, esm }: Destination): Ejected {
  const entry = readModule(integrationFile(type));
  const extension = esm ? ".js" : "";
  const specifier = (base: string) => (file: string) => {
    if (!file.startsWith(COMPONENTS)) return undefined;
    return `${base}/${file.startsWith(TESTING) ? "testing" : type}${extension}`;
  };
  const test = merge({
    entry: portableTest(readModule(testFile(type))),
    whole: true,
    specifier: specifier("."),
    header: header(
      `The unit test of ${type}.ts. It runs with: npx tsx --test ${path.posix.join(folder, `${type}.test.ts`)}`,
    ),
  });
  const program = merge({
    entry: readModule(path.join(ROOT, `scripts/eject/programs/${type}.ts`)),
    whole: true,
    specifier: specifier(folder === "" ? "." : `./${folder}`),
  });
  const component = merge({
    entry,
    roots: [
      ...exportedNames(entry).map((name) => ({ file: entry.file, name })),
      ...[...test.imports, ...program.imports].filter(isOfComponent).map(({ from, name }) => ({ file: from, name })),
    ],
    header: header(`The ${type} integration of API Gateway, with all it needs.`),
  });
  const testing = merge({
    entry: readModule(path.join(TESTING, "index.ts")),
    roots: integrationTypes().flatMap(testingNames),
    header: header("A cloud for unit tests of Pulumi programs, which creates nothing."),
  });
  return {
    files: new Map([
      [`${type}.ts`, component.text],
      [`${type}.test.ts`, test.text],
      ["testing.ts", testing.text],
    ]),
    program: program.text,
    packages: packagesOf(component.imports),
  };
}

/** What any integration's unit test uses of the mock cloud, so that the file is the same for all of them. */
function testingNames(type: string): { file: string; name: string }[] {
  return [...portableTest(readModule(testFile(type))).imports.values()]
    .filter(({ from }) => from.startsWith(TESTING))
    .map(({ from, name }) => ({ file: from, name }));
}

function isOfComponent({ from }: Import): boolean {
  return from.startsWith(COMPONENTS) && !from.startsWith(TESTING);
}

function packagesOf(imports: readonly Import[]): string[] {
  const own = ["@pulumi/aws", "@pulumi/pulumi"];
  return [...new Set(imports.map(({ from }) => from))].filter(
    (from) => !from.startsWith("node:") && !own.includes(from),
  );
}

function extendsIntegration(node: ts.Statement): boolean {
  const heritage = ts.isClassDeclaration(node) ? (node.heritageClauses ?? []) : [];
  return heritage.some(({ types }) => types.some(({ expression }) => expression.getText() === "Integration"));
}

function integrationFile(type: string): string {
  return path.join(INTEGRATIONS, `${type}.ts`);
}

function testFile(type: string): string {
  return path.join(ROOT, `tests/components/integrations/${type}.test.ts`);
}

/** The licence asks that a copy names it and what it was made from. */
function header(sentence: string): string {
  const { name, version, license } = JSON.parse(readFileSync(path.join(COMPONENTS, "package.json"), "utf8"));
  return `// ${sentence}\n// Made from ${name} ${version}. SPDX-License-Identifier: ${license}`;
}
