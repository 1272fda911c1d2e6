import { compileItems } from "./items.ts";
import { compileChecks } from "./keywords.ts";
import { compileMembers, memberNames } from "./members.ts";
import type { SchemaNode } from "./run.ts";
import { checkSyntax, isObject, type JsonObject, own } from "./schema-syntax.ts";

/** A schema as it stands in a document: its references without a model's name are to parts of `root`. */
interface Place {
  readonly schema: unknown;
  readonly root: unknown;
}

/** What a document's models are compiled into, each schema once. */
class Compiler {
  private readonly models: JsonObject;
  private readonly nodes = new Map<unknown, Map<unknown, SchemaNode>>();
  /** The schemas that a schema leads to: at the same value, and at values within. */
  private readonly parts = new Map<SchemaNode, { same: Set<SchemaNode>; inner: Set<SchemaNode> }>();
  private readonly checked = new Set<unknown>();

  constructor(models: JsonObject) {
    this.models = models;
  }

  compile(place: Place): SchemaNode {
    const node = this.nodeOf(place);
    for (const [each, { same }] of this.parts) {
      each.loops ||= this.leadsTo(each, each, same, false);
      each.recurs ||= this.leadsTo(each, each, same, true);
    }
    return node;
  }

  private nodeOf(place: Place): SchemaNode {
    const target = this.follow(place);
    const known = target && this.nodes.get(target.root)?.get(target.schema);
    if (known) return known;
    const node: SchemaNode = {
      id: this.parts.size,
      checks: [],
      items: undefined,
      members: undefined,
      fault: target ? undefined : "a reference leads back to itself",
      loops: false,
      recurs: false,
    };
    const parts = { same: new Set<SchemaNode>(), inner: new Set<SchemaNode>() };
    this.parts.set(node, parts);
    if (!target) return node;
    const { root, schema } = target;
    const ofRoot = this.nodes.get(root) ?? new Map<unknown, SchemaNode>();
    this.nodes.set(root, ofRoot.set(schema, node));
    this.check(root);
    this.check(schema);
    if (!isObject(schema)) return node;
    const part = (inner: unknown, isInner: boolean): SchemaNode => {
      const compiled = this.nodeOf({ root, schema: inner });
      (isInner ? parts.inner : parts.same).add(compiled);
      return compiled;
    };
    node.fault = faultOf(schema);
    const names = memberNames(schema);
    node.checks = compileChecks(schema, part, names);
    node.items = compileItems(schema, part);
    node.members = compileMembers(schema, part, names);
    return node;
  }

  private check(schema: unknown): void {
    if (this.checked.has(schema)) return;
    checkSyntax(schema);
    this.checked.add(schema);
  }

  /** The schema that a schema's references lead to. @returns undefined when they lead back to themselves */
  private follow(place: Place): Place | undefined {
    const visited = new Set<unknown>();
    let { root, schema } = place;
    for (;;) {
      const reference = isObject(schema) ? own(schema, "$ref") : undefined;
      if (typeof reference !== "string") return { root, schema };
      if (visited.has(schema)) return undefined;
      visited.add(schema);
      ({ root, schema } = this.resolve(reference, root));
    }
  }

  /**
   * What a reference is to: a model, by its place in the document or its address in API Gateway
   * (`https://apigateway.amazonaws.com/restapis/{id}/models/{name}`), or else a part of the schema that it stands in.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
   */
  private resolve(reference: string, root: unknown): Place {
    const model =
      /^(?:#\/(?:components\/schemas|definitions)\/|https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/)([^/]+)$/.exec(
        reference,
      );
    const name = model?.[1] === undefined ? undefined : decodeToken(model[1]);
    if (name && !reference.startsWith("#/definitions/")) {
      const schema = own(this.models, name);
      if (schema !== undefined) return { root: schema, schema };
    }
    const found =
      pointTo(reference, root) ?? (name && isObject(root) ? memberOf(own(root, "definitions"), name) : undefined);
    if (found !== undefined) return { root, schema: found };
    const schema = name ? own(this.models, name) : undefined;
    if (schema === undefined) throw new Error(`the reference ${reference} leads nowhere`);
    return { root: schema, schema };
  }

  private leadsTo(from: SchemaNode, to: SchemaNode, first: Iterable<SchemaNode>, isAnywhere: boolean): boolean {
    const visited = new Set<SchemaNode>();
    const open = [...first, ...(isAnywhere ? (this.parts.get(from)?.inner ?? []) : [])];
    for (let node = open.pop(); node; node = open.pop()) {
      if (node === to) return true;
      if (visited.has(node)) continue;
      visited.add(node);
      const parts = this.parts.get(node);
      open.push(...(parts?.same ?? []), ...(isAnywhere ? (parts?.inner ?? []) : []));
    }
    return false;
  }
}

/** The Java validator fails at a schema with a limit beyond a double, which it makes infinite. */
function faultOf(schema: JsonObject): string | undefined {
  const keyword = ["minimum", "maximum"].find((each) => {
    const limit = own(schema, each);
    return limit !== undefined && !Number.isFinite(limit);
  });
  return keyword && `the ${keyword} of a schema is beyond a double`;
}

/** A token of a JSON pointer in a URI's fragment, as it is meant. */
function decodeToken(token: string): string {
  let text = token;
  try {
    text = decodeURIComponent(token);
  } catch {
    // A percent sign that stands for itself.
  }
  return text.replaceAll("~1", "/").replaceAll("~0", "~");
}

function pointTo(reference: string, root: unknown): unknown {
  if (reference !== "#" && !reference.startsWith("#/")) return undefined;
  return reference
    .split("/")
    .slice(1)
    .reduce((value, token) => memberOf(value, decodeToken(token)), root);
}

function memberOf(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(name) ? value[Number(name)] : undefined;
  return isObject(value) ? own(value, name) : undefined;
}

/**
 * Makes a compiler of schemas that may refer to a document's models.
 * @returns a function that compiles a schema; it throws an Error that says what is wrong with it
 */
export function schemaCompiler(models: JsonObject): (schema: unknown) => SchemaNode {
  const compiler = new Compiler(models);
  return (schema) => compiler.compile({ root: schema, schema });
}
