import { parseJson } from "./json-parse.ts";
import { jsonText } from "./json-text.ts";
import { compilePath } from "./jsonpath/compile.ts";
import { readPath } from "./jsonpath/evaluate.ts";
import { LazyMap } from "./lazy-map.ts";
import type { Scope } from "./scope.ts";
import type { HostObject, Value, ValueMap } from "./values.ts";

/**
 * `$input`: the payload and the request's parameters.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#input-variable-reference
 */
export class Input implements HostObject {
  private readonly scope: Scope;
  private readonly body: string;
  private payload: Value | undefined;
  private parameters: ValueMap | undefined;

  constructor(scope: Scope) {
    this.scope = scope;
    // An empty payload is an empty object to a template.
    this.body = scope.body === "" ? "{}" : scope.body;
  }

  property(name: string): Value {
    return name === "body" ? this.body : null;
  }

  call(name: string, args: readonly Value[]): Value | undefined {
    const [argument, ...more] = args;
    if (more.length > 0) return undefined;
    if (name === "params") return argument === undefined ? this.allParameters() : this.parameter(argument);
    if (typeof argument !== "string") return undefined;
    if (name === "path") return this.read(argument) ?? null;
    return name === "json" ? this.json(argument) : undefined;
  }

  print(): string {
    return "";
  }

  /** What a JsonPath leads to; undefined when it leads nowhere. */
  private read(path: string): Value | undefined {
    this.payload ??= parseJson(this.body);
    return readPath(compilePath(path), this.payload, this.payload);
  }

  private json(path: string): string {
    const value = this.read(path);
    return value === undefined ? '""' : jsonText(value);
  }

  private allParameters(): ValueMap {
    const { pathParameters, query, headers } = this.scope;
    this.parameters ??= new Map<Value, Value>([
      ["path", new LazyMap(pathParameters, (value) => value as string)],
      ["querystring", new LazyMap(query, lastOf)],
      ["header", new LazyMap(headers, lastOf)],
    ]);
    return this.parameters;
  }

  /** A parameter of the path, query or header, whichever has it first. */
  private parameter(name: Value): Value {
    for (const group of this.allParameters().values()) {
      const value = (group as ValueMap).get(name);
      if (value !== undefined) return value;
    }
    return "";
  }
}

/** Of a parameter sent several times a template sees the last value. */
function lastOf(values: unknown): Value {
  return (values as readonly string[]).at(-1) ?? "";
}
