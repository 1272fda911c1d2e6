import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { resolveName, type SourceModule, type Statement } from "./source-module.ts";

/**
 * The folder of a function that finds templates beside its module, `return new URL(name, import.meta.url)`; undefined for
 * any other statement.
 */
export function templateFolder({ node }: Statement, { file }: SourceModule): string | undefined {
  const isLocator =
    ts.isFunctionDeclaration(node) &&
    /^\{\s*return new URL\(\w+, import\.meta\.url\);\s*\}$/.test(node.body?.getText() ?? "");
  return isLocator ? path.dirname(file) : undefined;
}

/** The mapping templates that a file uses, as constants at its top. */
export class TemplateConstants {
  /** Name of the constant to the template's file. */
  readonly #files = new Map<string, string>();

  /**
   * The name of the constant for a call such as `libraryTemplate("publish.vtl")`.
   *
   * @returns Undefined for a call of any other function.
   */
  nameFor(call: ts.CallExpression, module: SourceModule): string | undefined {
    const found = resolveName(module, call.expression.getText());
    const folder = found && templateFolder(found.statement, found.module);
    if (folder === undefined) return undefined;
    const [argument] = call.arguments;
    if (argument === undefined || !ts.isStringLiteral(argument)) {
      throw new Error(`${module.file}: ${call.getText()} needs the template's name as a literal`);
    }
    const name = argument.text.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
    const file = path.join(folder, argument.text);
    if ((this.#files.get(name) ?? file) !== file) throw new Error(`${module.file} has two templates ${argument.text}`);
    this.#files.set(name, file);
    return name;
  }

  /** The constants, as TypeScript. */
  text(): string {
    return [...this.#files]
      .map(([name, file]) => {
        const text = readFileSync(file, "utf8").replace(/\r?\n$/, "");
        return `const ${name} = { text: \`${text.replaceAll(/[`\\]|\$\{/g, "\\$&")}\` };`;
      })
      .join("\n");
  }
}
