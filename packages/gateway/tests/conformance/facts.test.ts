import assert from "node:assert/strict";
import { createGateway } from "../../src/index.ts";
import { exchangeWith } from "../exchange.ts";
import { type Fact, facts } from "./facts.ts";

/** Has a gateway answer the fact's request, and gives the response and the event that the function was given. */
async function observe({ document, request = {}, result = { statusCode: 200 }, ...options }: Fact) {
  let event: Record<string, unknown> | undefined;
  const gateway = createGateway(document, {
    stage: "dev",
    stageVariables: options.stageVariables,
    apiKeys: options.apiKeys,
    async invoke(_, payload) {
      event = JSON.parse(payload.toString());
      if (!(result instanceof Error)) return { payload: Buffer.from(JSON.stringify(result)) };
      const thrown = { errorMessage: result.message, errorType: result.name, trace: [] };
      return { payload: Buffer.from(JSON.stringify(thrown)), functionError: "Unhandled" };
    },
  });
  return { response: await exchangeWith(gateway, request), event };
}

describe("facts about API Gateway", () => {
  it("are at least sixty, each with a source and a day", () => {
    const all = Object.values(facts).flat();
    assert.equal(all.length >= 60, true, `${all.length}`);
    for (const { fact, source } of all) assert.match(source, /^https:\/\/\S+.*, \d{4}-\d\d-\d\d$/, fact);
    assert.equal(new Set(all.map(({ fact }) => fact)).size, all.length);
  });

  for (const [about, list] of Object.entries(facts)) {
    describe(about, () => {
      for (const each of list) {
        it(each.fact, async () => {
          const { response, event } = await observe(each);
          const { status, body, headers = {}, event: expectedEvent = {} } = each.expected;
          if (status !== undefined) assert.equal(response.status, status, response.body);
          if (body !== undefined) assert.equal(response.body, body);
          for (const [name, value] of Object.entries(headers))
            assert.equal(response.headers[name] ?? null, value, name);
          for (const [name, value] of Object.entries(expectedEvent)) assert.deepEqual(event?.[name], value, name);
          assert.match(response.headers["x-amzn-requestid"] ?? "", /^[0-9a-f-]{36}$/);
        });
      }
    });
  }
});
