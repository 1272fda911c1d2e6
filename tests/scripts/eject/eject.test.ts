import assert from "node:assert/strict";
import ts from "typescript";
import { run } from "../../../components/testing/run.ts";
import { eject, integrationTypes } from "../../../scripts/eject/eject.ts";

/** The specifiers that a module imports, and how many identifiers it has of `import.meta`. */
function importsOf(text: string): { specifiers: string[]; metas: number } {
  const source = ts.createSourceFile("ejected.ts", text, ts.ScriptTarget.Latest, true);
  const specifiers = source.statements.flatMap((node) =>
    ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) ? [node.moduleSpecifier.text] : [],
  );
  let metas = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isMetaProperty(node)) metas += 1;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { specifiers: specifiers.filter((each) => !each.startsWith("node:")), metas };
}

/** Without template literals, in which mapping templates call methods of Java. */
function withoutTemplates(text: string): string {
  return text.replace(/`(?:[^`\\]|\\.)*`/gs, "``");
}

/** Methods that the library of ES2020 lacks, which is what a project of `pulumi new aws-typescript` compiles against. */
const NEWER = /\.(?:at|replaceAll|findLast|findLastIndex|toSorted|toReversed|toSpliced)\(|Object\.(?:hasOwn|groupBy)\(/;

describe("eject", () => {
  it("knows every integration type, and nothing that is not one", () => {
    const types = integrationTypes();
    for (const type of ["dynamodb", "http", "kinesis", "lambda", "lambda-proxy", "mock", "private", "sns", "sqs"]) {
      assert.equal(types.includes(type), true, type);
    }
    assert.equal(types.includes("aws-service"), false);
    assert.equal(types.includes("integration"), false);
  });

  for (const type of integrationTypes()) {
    it(`makes three files of ${type}, which need Pulumi and each other and nothing else`, () => {
      const { files, program, packages } = eject(type, { folder: "api", esm: true });
      assert.deepEqual([...files.keys()], [`${type}.ts`, `${type}.test.ts`, "testing.ts"]);
      const pulumi = ["@pulumi/aws", "@pulumi/pulumi", "@pulumi/pulumi/runtime/debuggable.js"];
      const allowed: Readonly<Record<string, string[]>> = {
        [`${type}.test.ts`]: [...pulumi, `./${type}.js`, "./testing.js"],
      };
      for (const [name, text] of files) {
        const { specifiers, metas } = importsOf(text);
        assert.equal(metas, 0, name);
        assert.deepEqual(
          specifiers.filter((each) => !(allowed[name] ?? pulumi).includes(each)),
          [],
          name,
        );
        assert.doesNotMatch(text, /biome-ignore|contact-us|withFormerType/, name);
        assert.doesNotMatch(withoutTemplates(text), NEWER, name);
      }
      assert.deepEqual(packages, []);
      assert.equal(importsOf(program).specifiers.includes(`./api/${type}.js`), true);
    });

    it(`has a program for ${type} whose API leads to it`, async () => {
      const { inputs } = await run(() => import(`../../../scripts/eject/programs/${type}.ts`), {
        config: { "project:subnetIds": ["subnet-1", "subnet-2"] },
      });
      const { paths } = JSON.parse(inputs("aws:apigateway/restApi:RestApi").body);
      const operations = Object.values(paths).flatMap((item) => Object.values(Object(item)));
      assert.equal(operations.length, 1);
      assert.notEqual(Object(operations[0])["x-amazon-apigateway-integration"].type, undefined);
    });
  }

  it("has the templates' text, a program for CommonJS, and only what is reached", () => {
    const { files, program } = eject("sqs", { folder: "", esm: false });
    const text = files.get("sqs.ts") ?? "";
    assert.match(
      text,
      /\nconst SEND_MESSAGE_VTL = \{\n? *text: `Action=SendMessage&MessageBody=\$util\.urlEncode\(\$input\.body\)`,?\n? *\};\n/,
    );
    assert.match(text, /super\(typeToken\("SqsIntegration"\), name, \{\}, opts\);/);
    assert.match(text, /SPDX-License-Identifier: Apache-2\.0/);
    assert.doesNotMatch(text, /checkWholeNumber|OpenApiDocument/);
    assert.match(program, /from "\.\/sqs";/);
  });

  it("escapes what a template literal would run", () => {
    const text = eject("dynamodb", { folder: "", esm: false }).files.get("dynamodb.test.ts") ?? "";
    assert.match(text, /replaceAll\("\\\\\\\\'","'"\)/);
  });
});
