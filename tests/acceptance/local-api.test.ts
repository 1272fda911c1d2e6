import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { type App, localApp, needsRoute } from "./app.ts";
import { call, contact, eventually } from "./client.ts";
import { stored } from "./local.ts";

describe("what is behind the API on localhost", () => {
  let api: App & { local: string };
  before(async function () {
    api = await localApp.call(this);
  });
  const look = (path: string) => call(`${api.local}/_local${path}`);

  it("tells where everything is", async () => {
    const { json } = await look("/info");
    assert.equal(json.url, api.url);
    assert.equal(json.stage, "dev");
    assert.deepEqual(Object.keys(json.endpoints), ["sqs", "sns", "dynamodb", "kinesis", "lambda", "s3"]);
    assert.equal(json.outputs.url, api.url);
    assert.equal(json.outputs.tableName, "submissions-table");
    assert.equal(json.outputs.queueUrl, `${json.endpoints.sqs}/000000000000/submissions-queue`);
    assert.ok(
      json.notes.some(
        (note: string) => note === "https://api.zippopotam.us is not asked: its answers come from a sample.",
      ),
    );
  });

  it("lists the routes with what they lead to", async function () {
    await needsRoute.call(this, "/support/{proxy+}");
    await needsRoute.call(this, "/events");
    const { json } = await look("/routes");
    const listed = json.map((route: Record<string, unknown>) => `${route.method} ${route.path} ${route.integration}`);
    assert.deepEqual(listed, [
      "POST /contact sqs",
      "POST /contact/lambda lambda-proxy",
      "POST /contact/legacy lambda",
      "GET /topics mock",
      "GET /postal-codes/{country}/{code} http",
      "ANY /support/{proxy+} private",
      "GET /visitors/{user_id} dynamodb",
      "PUT /visitors/{user_id} dynamodb",
      "PUT /attachments/{id} s3",
      "POST /announcements sns",
      "POST /events kinesis",
    ]);
    const guarded = json.filter((route: { apiKeyRequired: boolean }) => route.apiKeyRequired);
    assert.deepEqual(
      guarded.map((route: { path: string }) => route.path),
      ["/support/{proxy+}", "/visitors/{user_id}", "/visitors/{user_id}", "/attachments/{id}"],
    );
    const signed = json.filter((route: { authorization: string }) => route.authorization !== "none");
    assert.deepEqual(
      signed.map((route: Record<string, unknown>) => `${route.path} ${route.authorization}`),
      ["/announcements iam"],
    );
  });

  it("gives the document with the upstream's own URL", async () => {
    const { json } = await look("/openapi");
    const { uri } = json.paths["/postal-codes/{country}/{code}"].get["x-amazon-apigateway-integration"];
    assert.equal(uri, "https://api.zippopotam.us/{country}/{code}");
  });

  it("keeps each request's trace", async () => {
    const { headers } = await call(`${api.url}/topics?simulate=429`);
    const requestId = headers.get("x-amzn-requestid");
    const trace = await eventually(async () => {
      const { status, json } = await look(`/traces/${requestId}`);
      return status === 200 && json;
    });
    assert.equal(trace.route, "GET /topics");
    assert.equal(trace.response.status, 429);
    assert.ok(trace.steps.length > 3);
    const { json: latest } = await look("/traces?limit=1");
    assert.deepEqual(Object.keys(latest[0]), [
      "requestId",
      "startedAt",
      "durationMs",
      "route",
      "integrationType",
      "method",
      "uri",
      "status",
    ]);
    assert.equal((await look("/traces/unknown")).status, 404);
  });

  it("names in a trace the document's URL, and the file of each template", async () => {
    const traceOf = async (answer: Promise<{ headers: Headers }>) => {
      const requestId = (await answer).headers.get("x-amzn-requestid");
      return eventually(async () => {
        const { status, json } = await look(`/traces/${requestId}`);
        return status === 200 && json;
      });
    };
    const step = (trace: { steps: { name: string }[] }, name: string) => trace.steps.find((one) => one.name === name);
    const postal = await traceOf(call(`${api.url}/postal-codes/us/90210`));
    assert.match(JSON.stringify(step(postal, "integration")), /https:\/\/api\.zippopotam\.us\/us\/90210/);
    assert.doesNotMatch(JSON.stringify(postal), /VPC link|127\.0\.0\.1:\d+\/us/);
    const sent = await traceOf(call(`${api.url}/contact`, "POST", contact));
    assert.match(JSON.stringify(step(sent, "integrationRequest")), /"file":"components\/templates\/send-message\.vtl"/);
  });

  it("sends what changed as server-sent events", async () => {
    const stopped = new AbortController();
    const response = await fetch(`${api.local}/_local/events`, { signal: stopped.signal });
    assert.equal(response.headers.get("content-type"), "text/event-stream");
    const { status, json } = await call(`${api.url}/contact`, "POST", contact);
    assert.equal(status, 202);
    let text = "";
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      // A line of an event ends at \n alone; what is stored may hold other line separators, which `.` stops at.
      if (
        /event: services\ndata: [^\n]*\n/.test(text) &&
        text.includes(json.submissionId) &&
        text.includes("event: trace")
      ) {
        break;
      }
    }
    stopped.abort();
    const trace = JSON.parse(/event: trace\ndata: ([^\n]*)\n/.exec(text)?.[1] as string);
    assert.equal(trace.route, "POST /contact");
    await stored(api, json.submissionId);
  });

  it("refuses a body of 200 MB early, and so do the services", async () => {
    const { endpoints } = (await look("/info")).json;
    const targets = [
      ["PUT", `${api.local}/_local/failures/consumer`],
      ["POST", `${api.local}/_local/compare`],
    ].concat(Object.values<string>(endpoints).map((url) => ["POST", url]));
    const megabyte = Buffer.alloc(1024 * 1024);
    for (const [method, url = ""] of targets) {
      const request = http.request(url, { method, headers: { "content-length": 200 * megabyte.length } });
      request.on("error", () => undefined).write(megabyte);
      const [{ statusCode }] = (await once(request, "response")) as [http.IncomingMessage];
      assert.equal(statusCode, 413, url);
      request.destroy();
      const whole = await fetch(url, { method, body: Buffer.alloc(20 * megabyte.length) });
      assert.equal(whole.status, 413, url);
    }
  });

  it("compares the two ways of a submission", async () => {
    const { headers, text } = await call(`${api.local}/_local/compare`, "POST", { requests: 7, concurrency: 3 });
    assert.equal(headers.get("content-type"), "application/x-ndjson");
    const lines = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const { result } = lines.pop();
    for (const way of ["sqs", "lambda"]) {
      assert.deepEqual(
        lines.filter((line) => line.way === way).map(({ done, total }) => [done, total]),
        [
          [3, 7],
          [6, 7],
          [7, 7],
        ],
      );
      assert.equal(result[way].errors, 0);
      assert.equal(result[way].latencies.length, 7);
      assert.ok(result[way].p50 <= result[way].p99);
    }
  });

  it("refuses a comparison that is too large", async () => {
    const answer = await call(`${api.local}/_local/compare`, "POST", { requests: 9999, concurrency: 3 });
    assert.equal(answer.status, 400);
    assert.deepEqual(answer.json, { message: "requests must be a whole number from 1 to 5000" });
  });

  it("stops and starts the private service with its switch", async function () {
    await needsRoute.call(this, "/support/{proxy+}");
    const hours = () => call(`${api.url}/support/hours`, "GET", undefined, { "x-api-key": api.apiKey });
    const turn = (failing: boolean) => call(`${api.local}/_local/failures/support-desk`, "PUT", { failing });
    await turn(true);
    await eventually(async () => (await hours()).status >= 500);
    await turn(false);
    await eventually(async () => (await hours()).status === 200);
  });

  it("answers 502 while the postal API fails", async () => {
    const turn = (failing: boolean) => call(`${api.local}/_local/failures/postal-api`, "PUT", { failing });
    await turn(true);
    const answer = await call(`${api.url}/postal-codes/us/90210`);
    await turn(false);
    assert.equal(answer.status, 502);
    assert.deepEqual(answer.json, { message: "Bad gateway" });
  });

  it("has no other switch", async () => {
    const answer = await call(`${api.local}/_local/failures/moon`, "PUT", { failing: true });
    assert.equal(answer.status, 404);
    assert.match(answer.json.message, /^There is no switch moon; there are sqs, sns, /);
  });

  for (const [what, path, headers] of [
    ["another site's page", "/_local/info", { origin: "https://evil.example" }],
    ["a page whose name was made to lead here", "/_local/info", { host: "evil.example" }],
    ["localhost on another port", "/_local/info", { host: "localhost:1" }],
    ["another site's image", "/_local/info", { "sec-fetch-site": "cross-site" }],
    ["another site's page that wants a signature", "/_local/signature", { origin: "https://evil.example" }],
    ["a signature to a page whose name was made to lead here", "/_local/signature", { host: "evil.example" }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      assert.equal(await statusOf(`${api.local}${path}`, headers), 403);
    });
  }

  it("lets its own page in", async () => {
    const { host } = new URL(api.local);
    assert.equal(await statusOf(`${api.local}/_local/info`, { host, origin: `http://${host}` }), 200);
  });

  it("lets no page at the services", async () => {
    const { endpoints } = (await look("/info")).json;
    for (const endpoint of Object.values<string>(endpoints)) {
      assert.equal(await statusOf(endpoint, { origin: "http://localhost:3000" }), 403);
      assert.equal(await statusOf(endpoint, { host: "evil.example" }), 403);
      for (const site of ["cross-site", "same-site", "same-origin", "none"]) {
        assert.equal(await statusOf(endpoint, { "sec-fetch-site": site }), 403, site);
      }
      const answer = await fetch(endpoint, { headers: { origin: "https://evil.example" } });
      assert.equal(answer.headers.get("cross-origin-resource-policy"), "same-origin");
    }
  });

  it("serves the page with a strict content security policy", async () => {
    const answer = await call(`${api.local}/`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get("content-type") ?? "", /^text\/html/);
    const policy = answer.headers.get("content-security-policy") ?? "";
    assert.match(policy, /^default-src 'none'; script-src 'self';/);
    assert.ok(!policy.includes("unsafe"), policy);
    assert.equal(answer.headers.get("cross-origin-resource-policy"), "same-origin");
    assert.equal((await call(`${api.local}/missing.js`)).status, 404);
    assert.equal(await statusOf(`${api.local}/..%2f..%2fpackage.json`, {}), 404);
  });
});

/** fetch sets Host and Origin itself. */
function statusOf(url: string, headers: http.OutgoingHttpHeaders): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .once("error", reject);
  });
}
