import assert from "node:assert/strict";
import fc from "fast-check";
import { createGateway, type Trace } from "../src/index.ts";
import { documentOf, exchangeWith, functionUri, lambdaProxy, mock } from "./exchange.ts";

const header = fc.string({ unit: fc.constantFrom(..."abc-XYZ_019~!"), minLength: 1, maxLength: 12 });
const headerValue = fc
  .string({ unit: fc.constantFrom(..."ab ,;=/\"'%$#{}\u00e9"), maxLength: 20 })
  .map((text) => text.trim());
const urlText = fc.string({ unit: fc.constantFrom(..."ab/%2Fé+&=;?$#{}.:@'\"<>\\"), maxLength: 30 });

describe("any request", () => {
  let trace: Trace | undefined;
  let event: { path: string; body: string | null; headers: Record<string, string> };
  const gateway = createGateway(
    documentOf({
      "ANY /proxy/{rest+}": lambdaProxy(),
      "POST /template/{id}": {
        "x-amazon-apigateway-integration": {
          type: "aws",
          httpMethod: "POST",
          uri: functionUri(),
          requestParameters: {
            "integration.request.header.X-Id": "method.request.path.id",
            "integration.request.header.X-Body": "method.request.body.a.b[0]",
            "integration.request.querystring.q": "method.request.multivaluequerystring.q",
          },
          requestTemplates: { $default: "$input.params('id')$input.json('$.a')$input.params().header$context.path" },
          responses: { default: { statusCode: "200" } },
        },
      },
      "ANY /{x}": mock("$input.params('x')"),
    }),
    {
      stage: "dev",
      onTrace: (one) => {
        trace = one;
      },
      invoke: async (_, payload) => {
        const text = payload.toString();
        if (text.startsWith('{"resource"')) event = JSON.parse(text);
        return { payload: Buffer.from("{}") };
      },
    },
  );

  it("gets an answer, and its trace has that answer, though it is made again when it is read", async () => {
    const request = fc.record({
      method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"),
      path: fc.tuple(fc.constantFrom("/", "/proxy/", "/template/", "//"), urlText).map(([start, rest]) => start + rest),
      headers: fc.dictionary(header, headerValue),
      body: fc.oneof(
        fc.string(),
        fc.json(),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(request, async (sent) => {
        const { status, headers, body } = await exchangeWith(gateway, sent);
        assert.ok([200, 400, 403, 500].includes(status), `${status}`);
        assert.match(headers["x-amzn-requestid"] ?? "", /^[0-9a-f-]{36}$/);
        const { response } = trace ?? {};
        const traced = Object.entries(response?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
        assert.deepEqual([response?.status, response?.body, Object.fromEntries(traced)], [status, body, headers]);
      }),
    );
  });

  it("comes to a Lambda proxy function with its path, headers and text as they were", async () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 });
    const names = fc.dictionary(
      header.map((name) => `X-${name}`),
      headerValue,
    );
    await fc.assert(
      fc.asyncProperty(text, names, urlText, async (body, headers, rest) => {
        const path = `/proxy/a${rest.replaceAll(/[?#]/g, "")}`;
        await exchangeWith(gateway, { method: "POST", path, headers, body });
        assert.equal(event.body, body);
        assert.equal(event.path, path);
        for (const [name, value] of Object.entries(headers)) assert.equal(event.headers[name], value);
      }),
    );
  });
});
