import path from "node:path";
import ts from "typescript";
import { declaredNames, parseModule, ROOT, readModule, referencesIn, type SourceModule } from "./source-module.ts";

/**
 * A test module without the tests that run only in this repository, because they use a package that comes with it, such as
 * the gateway that renders a mapping template.
 */
export function portableTest(module: SourceModule): SourceModule {
  const missing = new Set([...module.imports].filter(([, { from }]) => !isPortable(from)).map(([local]) => local));
  const removed: ts.Node[] = [];
  const removeFrom = (statements: readonly ts.Statement[]): void => {
    for (const statement of statements) {
      const group = testGroup(statement);
      if (group !== undefined) {
        const before = removed.length;
        removeFrom(group);
        const hasTests = group.some((inner) => !removed.includes(inner) && refersTo(inner, TESTS));
        if (!hasTests) removed.splice(before, removed.length, statement);
      } else if (refersTo(statement, missing)) {
        removed.push(statement);
        for (const name of declaredNames(statement)) missing.add(name);
      }
    }
  };
  removeFrom(module.source.statements.filter((statement) => !ts.isImportDeclaration(statement)));

  let end = 0;
  const kept = removed.map((node) => {
    const text = module.source.text.slice(end, node.getFullStart());
    end = node.end;
    return text;
  });
  const portable = parseModule(module.file, kept.join("") + module.source.text.slice(end));
  const used = new Set(portable.statements.flatMap(({ references }) => [...references]));
  return { ...portable, imports: new Map([...portable.imports].filter(([local]) => used.has(local))) };
}

const TESTS = new Set(["it", "describe"]);

/** Whether a package, or a file with all that it imports, can be used outside of this repository. */
function isPortable(from: string): boolean {
  if (!path.isAbsolute(from)) return from.startsWith("node:") || from.startsWith("@pulumi/");
  return (
    from.startsWith(path.join(ROOT, "components/")) ||
    [...readModule(from).imports.values()].every((imported) => isPortable(imported.from))
  );
}

function refersTo(node: ts.Node, names: ReadonlySet<string>): boolean {
  return [...referencesIn(node)].some((name) => names.has(name));
}

/** The statements inside of `describe(…)`; undefined for any other statement. */
function testGroup(statement: ts.Statement): readonly ts.Statement[] | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const { expression, arguments: given } = statement.expression;
  const body = given.at(-1);
  const isGroup = expression.getText() === "describe" && body !== undefined;
  return isGroup && (ts.isArrowFunction(body) || ts.isFunctionExpression(body)) && ts.isBlock(body.body)
    ? body.body.statements
    : undefined;
}
