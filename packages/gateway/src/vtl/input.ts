import { type JsonTape, kindOf, NULL } from "../validation/json-tape.ts";
import { parseJson, readTape } from "./json-parse.ts";
import { textAt } from "./json-tape-text.ts";
import { follow, isContainer, valueAt } from "./json-tape-value.ts";
import { jsonText } from "./json-text.ts";
import { compilePath } from "./jsonpath/compile.ts";
import { readPath } from "./jsonpath/evaluate.ts";
import type { JsonPath } from "./jsonpath/path.ts";
import { LazyMap } from "./lazy-map.ts";
import { any, methods, on, text } from "./methods/method.ts";
import type { Scope } from "./scope.ts";
import type { HostObject, Value, ValueMap } from "./values.ts";

/** `$input.params(name)` of what is not a text finds nothing. */
const inputMethods = methods<Input>({
  getBody: on([], (self) => self.body),
  json: on([text], (self, path) => self.jsonOf(compilePath(path))),
  params: [on([], (self) => self.allParameters()), on([any], (self, name) => self.parameter(name))],
  path: on([text], (self, path) => self.readPath(compilePath(path)) ?? null),
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

  /**
   * What a JsonPath leads to; undefined when it leads nowhere. Nothing of the payload becomes a value before a template looks into
   * it.
   */
  readPath(path: JsonPath): Value | undefined {
    const tape = this.tapeFor(path);
    if (tape) {
      const at = follow(tape, path.steps);
      if (at < 0) return undefined;
      if (!isContainer(tape, at)) return valueAt(tape, at);
    }
    return this.readValues(path);
  }

  /** What a JsonPath leads to as JSON, and an empty text when it leads nowhere. */
  jsonOf(path: JsonPath): string {
    const tape = this.tapeFor(path);
    if (tape) {
      const at = follow(tape, path.steps);
      return at < 0 ? '""' : textAt(tape, at);
    }
    const value = this.readValues(path);
    return value === undefined ? '""' : jsonText(value);
  }

  private readValues(path: JsonPath): Value | undefined {
    this.payload ??= parseJson(this.body);
    return readPath(path, this.payload, this.payload);
  }

  /** The payload's tape, if it will do for a path: values that a template has changed are not in it. */
  private tapeFor(path: JsonPath): JsonTape | undefined {
    if (!path.direct || this.payload !== undefined) return undefined;
    const tape = readTape(this.body);
    return tape && kindOf(tape, 0) !== NULL ? tape : undefined;
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
    if (this.parameters === undefined && typeof name === "string") {
      const { pathParameters, query, headers } = this.scope;
      if (Object.hasOwn(pathParameters, name)) return pathParameters[name] ?? "";
      if (Object.hasOwn(query, name)) return lastOf(query[name]);
      return Object.hasOwn(headers, name) ? lastOf(headers[name]) : "";
    }
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
