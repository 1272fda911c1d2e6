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
export function inputOf(scope: Scope): HostObject {
  // An empty payload is an empty object to a template.
  const body = scope.body === "" ? "{}" : scope.body;
  let payload: Value | undefined;
  let parameters: ValueMap | undefined;

  const read = (path: Value): Value | undefined => {
    payload ??= parseJson(body);
    return typeof path === "string" ? readPath(compilePath(path), payload, payload) : undefined;
  };
  const json = (path: Value) => {
    const value = read(path);
    return value === undefined ? '""' : jsonText(value);
  };
  const params = (name: Value | undefined): Value => {
    parameters ??= parametersOf(scope);
    if (name === undefined) return parameters;
    for (const group of parameters.values()) {
      const value = (group as ValueMap).get(name);
      if (value !== undefined) return value;
    }
    return "";
  };

  return {
    property: (name) => (name === "body" ? body : null),
    call: (name, args) => {
      if (name === "params" && args.length <= 1) return params(args[0]);
      if (args.length !== 1) return undefined;
      if (name === "path") return read(args[0] as Value) ?? null;
      return name === "json" ? json(args[0] as Value) : undefined;
    },
    print: () => "",
  };
}

/** `$input.params()`: the groups in the order in which `$input.params(name)` looks for a name. */
function parametersOf(scope: Scope): ValueMap {
  return new Map<Value, Value>([
    ["path", new LazyMap(scope.pathParameters, (value) => value as string)],
    ["querystring", new LazyMap(scope.query, lastOf)],
    ["header", new LazyMap(scope.headers, lastOf)],
  ]);
}

/** Of a parameter sent several times a template sees the last value. */
function lastOf(values: unknown): Value {
  return (values as readonly string[]).at(-1) ?? "";
}
