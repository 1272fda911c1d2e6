import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** This repository's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** One top-level statement of a module. */
export interface Statement {
  readonly node: ts.Statement;
  /** The names that it declares; none for an expression. */
  readonly names: readonly string[];
  /** Every identifier in it that may refer to a declaration or an import of the module. */
  readonly references: ReadonlySet<string>;
}

/** What a local name of a module stands for. */
export interface Import {
  /** A package, or the absolute path of a file. */
  readonly from: string;
  /** The exported name, `default`, or `*` for the whole module. */
  readonly name: string;
  readonly typeOnly: boolean;
}

/** A TypeScript module, as far as it matters for what can be reached from where. */
export interface SourceModule {
  readonly file: string;
  readonly source: ts.SourceFile;
  /** Local name to import. */
  readonly imports: ReadonlyMap<string, Import>;
  /** Exported name to where it comes from, for `export … from`. */
  readonly reexports: ReadonlyMap<string, Import>;
  /** The statements, without imports and re-exports. */
  readonly statements: readonly Statement[];
}

const modules = new Map<string, SourceModule>();

/**
 * Reads a module of this repository, once.
 *
 * @param file Its absolute path.
 */
export function readModule(file: string): SourceModule {
  const known = modules.get(file) ?? parseModule(file, readFileSync(file, "utf8"));
  modules.set(file, known);
  return known;
}

/**
 * Where a name that a module uses or exports is declared in this repository.
 *
 * @returns Undefined for a global, or a name from a package.
 */
export function resolveName(
  module: SourceModule,
  name: string,
): { readonly module: SourceModule; readonly statement: Statement } | undefined {
  const statement = module.statements.find(({ names }) => names.includes(name));
  if (statement !== undefined) return { module, statement };
  const imported = module.imports.get(name) ?? module.reexports.get(name);
  if (imported === undefined || !path.isAbsolute(imported.from)) return undefined;
  if (imported.name !== name) throw new Error(`${module.file}: eject cannot follow ${imported.name} as ${name}`);
  return resolveName(readModule(imported.from), name);
}

/** The names that a module's own declarations export. */
export function exportedNames(module: SourceModule): string[] {
  return module.statements.filter(({ node }) => isExported(node)).flatMap(({ names }) => names);
}

/** Whether a statement begins with `export`. */
export function isExported(node: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

/** A module of that text, at the place of `file`. */
export function parseModule(file: string, text: string): SourceModule {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const imports = new Map<string, Import>();
  const reexports = new Map<string, Import>();
  const statements: Statement[] = [];
  for (const node of source.statements) {
    if (ts.isImportDeclaration(node)) {
      for (const [local, each] of importsOf(file, node)) imports.set(local, each);
    } else if (ts.isExportDeclaration(node)) {
      for (const [name, each] of reexportsOf(file, node)) reexports.set(name, each);
    } else {
      statements.push({ node, names: declaredNames(node), references: referencesIn(node) });
    }
  }
  return { file, source, imports, reexports, statements };
}

function importsOf(file: string, { importClause, moduleSpecifier }: ts.ImportDeclaration): [string, Import][] {
  const from = resolve(file, moduleSpecifier);
  const typeOnly = importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const bindings = importClause?.namedBindings;
  const named = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
  return [
    ...(importClause?.name ? [[importClause.name.text, { from, name: "default", typeOnly }] as const] : []),
    ...(bindings && ts.isNamespaceImport(bindings)
      ? [[bindings.name.text, { from, name: "*", typeOnly }] as const]
      : []),
    ...named.map(
      ({ name, propertyName, isTypeOnly }) =>
        [name.text, { from, name: (propertyName ?? name).text, typeOnly: typeOnly || isTypeOnly }] as const,
    ),
  ].map(([local, each]): [string, Import] => [local, each]);
}

function reexportsOf(file: string, node: ts.ExportDeclaration): [string, Import][] {
  const { exportClause, moduleSpecifier } = node;
  if (moduleSpecifier === undefined || exportClause === undefined || !ts.isNamedExports(exportClause)) {
    throw new Error(`${file}: cannot follow "${node.getText()}"`);
  }
  const from = resolve(file, moduleSpecifier);
  return exportClause.elements.map(({ name, propertyName }) => [
    name.text,
    { from, name: (propertyName ?? name).text, typeOnly: false },
  ]);
}

function resolve(file: string, specifier: ts.Expression): string {
  const text = ts.isStringLiteral(specifier) ? specifier.text : "";
  return text.startsWith(".") ? path.resolve(path.dirname(file), text) : text;
}

/** The names that a statement declares. */
export function declaredNames(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  const isNamed =
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node);
  return isNamed && node.name ? [node.name.text] : [];
}

function boundNames(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

/**
 * Every identifier that is not the name of a member. A parameter or local variable may be among them and have the name of
 * a declaration; that declaration then counts as reached without need.
 */
export function referencesIn(statement: ts.Node): Set<string> {
  const references = new Set<string>();
  const visit = (node: ts.Node) => {
    if (ts.isIdentifier(node) && !isMemberName(node)) references.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return references;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node || parent.name === node;
  const isMember =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isGetAccessorDeclaration(parent) ||
    ts.isParameter(parent);
  return isMember && parent.name === node;
}
