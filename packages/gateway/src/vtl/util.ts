import { parseJson } from "./json-parse.ts";
import { boundText } from "./limits.ts";
import { any, methods, on } from "./methods/method.ts";
import { textOf } from "./print.ts";
import { base64Encode, escapeJavaScript, urlDecode, urlEncode } from "./text-encoding.ts";
import type { HostObject, Value } from "./values.ts";

/** The functions of `$util`, each of one text. */
export const utilFunctions: Readonly<Record<string, (given: string) => Value>> = {
  escapeJavaScript,
  parseJson,
  urlEncode,
  urlDecode,
  base64Encode,
  base64Decode: (given) => Buffer.from(given, "base64").toString("utf8"),
};

/** Runs a function of `$util` on a value's text. */
export function runOnText(run: (given: string) => Value, value: Value): Value {
  const result = run(textOf(value));
  return typeof result === "string" ? boundText(result) : result;
}

/**
 * `$util`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference
 */
export const util: HostObject = {
  methods: methods<HostObject>(
    Object.fromEntries(
      Object.entries(utilFunctions).map(([name, run]) => [
        name,
        on([any], (_self: HostObject, value) => runOnText(run, value)),
      ]),
    ),
  ),
  print: () => "",
};
