import { parseJson } from "./json-parse.ts";
import { jsonText } from "./json-text.ts";
import { compilePath } from "./jsonpath/compile.ts";
import { readPath } from "./jsonpath/evaluate.ts";
import { LazyMap } from "./lazy-map.ts";
import { any, methods, on, text } from "./methods/method.ts";
import type { Scope } from "./scope.ts";
import type { HostObject, Value, ValueMap } from "./values.ts";

/** `$input.params(name)` of what is not a text finds nothing. */
const inputMethods = methods<Input>({
  getBody: on([], (self) => self.body),
  json: on([text], (self, path) => self.json(path)),
  params: [on([], (self) => self.allParameters()), on([any], (self, name) => self.parameter(name))],
  path: on([text], (self, path) => self.read(path) ?? null),
});

/**
 * `$input`: the payload and the request's parameters.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#input-variable-reference
 */
export class Input implements HostObject {
  readonly methods = inputMethods;
  readonly body: string;
  private readonly scope: Scope;
  private payload: Value | undefined;
  private parameters: ValueMap | undefined;

  constructor(scope: Scope) {
    this.scope = scope;
    // An empty payload is an empty object to a template.
    this.body = scope.body === "" ? "{}" : scope.body;
  }

  print(): string {
    return "";
  }

  /** What a JsonPath leads to; undefined when it leads nowhere. */
  read(path: string): Value | undefined {
    this.payload ??= parseJson(this.body);
    return readPath(compilePath(path), this.payload, this.payload);
  }

  json(path: string): string {
    const value = this.read(path);
    return value === undefined ? '""' : jsonText(value);
  }

  allParameters(): ValueMap {
    const { pathParameters, query, headers } = this.scope;
    this.parameters ??= new Map<Value, Value>([
      ["path", new LazyMap(pathParameters, (value) => value as string)],
      ["querystring", new LazyMap(query, lastOf)],
      ["header", new LazyMap(headers, lastOf)],
    ]);
    return this.parameters;
  }

  /** A parameter of the path, query or header, whichever has it first. */
  parameter(name: Value): Value {
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
