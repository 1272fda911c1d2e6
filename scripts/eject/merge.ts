import path from "node:path";
import ts from "typescript";
import {
  type Import,
  isExported,
  ROOT,
  readModule,
  resolveName,
  type SourceModule,
  type Statement,
} from "./source-module.ts";
import { TemplateConstants, templateFolder } from "./template-constants.ts";

/** How modules become one file. */
export interface MergeOptions {
  /** The module that the file is made of. */
  readonly entry: SourceModule;
  /** Whether all statements of the entry are kept, for a test or a program. */
  readonly whole?: boolean;
  /** Names to keep besides, each with the module that exports it. Of everything else only what is reached is kept. */
  readonly roots?: readonly { readonly file: string; readonly name: string }[];
  /** The specifier by which the new file imports a module; undefined for a module that becomes a part of the file. */
  readonly specifier?: (file: string) => string | undefined;
  /** Lines at the top. */
  readonly header?: string;
}

/** One file made of modules. */
export interface Merged {
  readonly text: string;
  /** What the file imports, of packages and of files that became files of their own. */
  readonly imports: readonly Import[];
}

/** What mocha gives a test as globals, and Node's own test runner as exports. */
const TEST_FUNCTIONS = ["after", "afterEach", "before", "beforeEach", "describe", "it"];

/** A call that is replaced by its first argument: it gives this repository's own stacks the type tokens that they had. */
const HISTORY = "withFormerType";

type Reached = Map<SourceModule, Set<Statement>>;

/**
 * Makes one file of a module and what it reaches in other modules, declaration by declaration. Mapping templates become
 * constants, which are found in ES modules and in CommonJS.
 *
 * @throws Error when two modules declare the same name, or when a template's name is not a literal.
 */
export function merge(options: MergeOptions): Merged {
  const { entry, header = "", specifier = () => undefined } = options;
  const imports = new Map<string, Import>();
  const reached = inOrder(reach(options, specifier, imports));
  refuseSameNames(reached);
  const templates = new TemplateConstants();
  const parts = [...reached].flatMap(([module, statements]) => {
    const text = module.statements
      .filter((statement) => statements.has(statement))
      .map((statement) => textOf(statement, module, templates, options.whole === true && module !== entry))
      .join("")
      .trim();
    return module === entry ? [text] : [`// From ${path.relative(ROOT, module.file)}`, text];
  });
  const blocks = [header, importLines(imports, specifier), templates.text(), ...parts];
  return {
    text: `${blocks.filter((block) => block !== "").join("\n\n")}\n`,
    imports: [...imports.values()],
  };
}

/** Every statement that the file needs. Fills `imports` with the imports that stay, by their local names. */
function reach(
  { entry, roots = [], whole = false }: MergeOptions,
  specifier: (file: string) => string | undefined,
  imports: Map<string, Import>,
): Reached {
  const reached: Reached = new Map();
  const add = (module: SourceModule, statement: Statement): void => {
    const statements = reached.get(module) ?? new Set();
    if (statements.has(statement) || templateFolder(statement, module) !== undefined) return;
    reached.set(module, statements.add(statement));
    for (const name of statement.references) if (name !== HISTORY) follow(module, name);
  };
  const follow = (module: SourceModule, name: string): void => {
    const imported = module.imports.get(name);
    const found = resolveName(module, name);
    if (found !== undefined && templateFolder(found.statement, found.module) !== undefined) return;
    if (imported !== undefined && (found === undefined || specifier(imported.from) !== undefined)) {
      keepImport(module, name, imported);
    } else if (found !== undefined) {
      add(found.module, found.statement);
    } else if (whole && TEST_FUNCTIONS.includes(name)) {
      imports.set(name, { from: "node:test", name, typeOnly: false });
    }
  };
  const keepImport = ({ file }: SourceModule, local: string, imported: Import): void => {
    const { from, name, typeOnly } = imports.get(local) ?? imported;
    if (from !== imported.from || name !== imported.name) throw new Error(`${file} imports another ${local}`);
    imports.set(local, { from, name, typeOnly: typeOnly && imported.typeOnly });
  };

  if (whole) for (const statement of entry.statements) add(entry, statement);
  for (const { file, name } of roots) follow(readModule(file), name);
  return reached;
}

/** The modules, each after those that it imports: a class must stand after the class that it extends. */
function inOrder(reached: Reached): Reached {
  const ordered: Reached = new Map();
  const visited = new Set<SourceModule>();
  const visit = (module: SourceModule): void => {
    if (visited.has(module)) return;
    visited.add(module);
    for (const { from } of [...module.imports.values(), ...module.reexports.values()]) {
      if (path.isAbsolute(from)) visit(readModule(from));
    }
    const statements = reached.get(module);
    if (statements !== undefined) ordered.set(module, statements);
  };
  for (const module of reached.keys()) visit(module);
  return ordered;
}

function refuseSameNames(reached: Reached): void {
  const files = new Map<string, string>();
  for (const [{ file }, statements] of reached) {
    for (const name of [...statements].flatMap(({ names }) => names)) {
      const other = files.get(name);
      if (other !== undefined) throw new Error(`${other} and ${file} both declare ${name}: rename one of them`);
      files.set(name, file);
    }
  }
}

/** A statement with its comments, without what only this repository needs. */
function textOf(statement: Statement, module: SourceModule, templates: TemplateConstants, unexported: boolean): string {
  const { node } = statement;
  const edits: { start: number; end: number; text: string }[] = [];
  const visit = (child: ts.Node): void => {
    const text = ts.isCallExpression(child) ? (historyless(child) ?? templates.nameFor(child, module)) : undefined;
    if (text === undefined) ts.forEachChild(child, visit);
    else edits.push({ start: child.getStart(), end: child.end, text });
  };
  visit(node);
  if (unexported && isExported(node)) {
    edits.unshift({ start: node.getStart(), end: node.getStart() + "export ".length, text: "" });
  }
  let end = node.getFullStart();
  const kept = edits.map(({ start, end: next, text }) => {
    const before = module.source.text.slice(end, start);
    end = next;
    return before + text;
  });
  return `${kept.join("")}${module.source.text.slice(end, node.end)}`.replace(/^[ \t]*\/\/ biome-ignore .*\n/gm, "");
}

function historyless({ expression, arguments: [first] }: ts.CallExpression): string | undefined {
  return expression.getText() === HISTORY ? first?.getText() : undefined;
}

function importLines(imports: ReadonlyMap<string, Import>, specifier: (file: string) => string | undefined): string {
  const sources = [...new Set([...imports.values()].map(({ from }) => specifier(from) ?? from))];
  // Node's modules, packages, then the files beside.
  const rank = (source: string) => (source.startsWith("node:") ? 0 : source.startsWith(".") ? 2 : 1);
  sources.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b, "en"));
  return sources
    .flatMap((source) => {
      const all = [...imports].filter(([, { from }]) => (specifier(from) ?? from) === source);
      return importsFrom(source, all);
    })
    .join("\n");
}

function importsFrom(source: string, imports: readonly (readonly [string, Import])[]): string[] {
  const type = (each: Import) => (each.typeOnly ? "type " : "");
  const single = imports
    .filter(([, { name }]) => name === "*" || name === "default")
    .map(([local, each]) => `import ${type(each)}${each.name === "*" ? "* as " : ""}${local} from "${source}";`);
  const named = imports.filter(([, { name }]) => name !== "*" && name !== "default");
  const allTypes = named.every(([, { typeOnly }]) => typeOnly);
  const names = named
    .map(([local, each]) => `${allTypes ? "" : type(each)}${each.name === local ? local : `${each.name} as ${local}`}`)
    .sort((a, b) => a.replace("type ", "").localeCompare(b.replace("type ", ""), "en"));
  return names.length === 0
    ? single
    : [...single, `import ${allTypes ? "type " : ""}{ ${names.join(", ")} } from "${source}";`];
}
