import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { type Reserved, reserve } from "../../packages/local/src/cloud/serve.ts";
import { type App, localApp } from "../acceptance/app.ts";
import { call, contact } from "../acceptance/client.ts";
import { services } from "../acceptance/local.ts";
import { inOwnTab, needsBrowser } from "./browser.ts";

const TEMPLATE = new URL("../../components/templates/send-message.vtl", import.meta.url);
const MARK = "forged by another site";

describe("another site in the same browser", () => {
  let api: App & { local: string };
  let site: Reserved;
  before(needsBrowser);
  before(async function () {
    api = await localApp.call(this);
    site = await reserve();
    site.serve((_request, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<title>evil</title>"),
    );
  });
  after(() => site.close());

  /** Sends requests in every way that a page has, and gives the statuses that it can read. */
  const attack = (tab: Page, requests: readonly (readonly [method: string, url: string, body: string])[]) =>
    tab.evaluate(async (all) => {
      const read: number[] = [];
      for (const [method, url, body] of all) {
        const sent = method === "GET" ? {} : { body };
        for (const type of ["text/plain", "application/json"]) {
          for (const mode of ["cors", "no-cors"] as const) {
            const headers = { "content-type": type };
            const answer = await fetch(url, { method, mode, headers, credentials: "include", ...sent }).catch(
              () => undefined,
            );
            if (answer && answer.type !== "opaque") read.push(answer.status);
          }
        }
        navigator.sendBeacon(url, body);
        await new Promise((resolve) => {
          const image = new Image();
          image.onload = resolve;
          image.onerror = resolve;
          image.src = url;
        });
        const frame = document.createElement("iframe");
        frame.name = "target";
        document.body.append(frame);
        const form = document.createElement("form");
        Object.assign(form, { method: "POST", action: url, target: "target", enctype: "text/plain" });
        const field = document.createElement("input");
        Object.assign(field, { name: body.slice(0, -1), value: body.slice(-1) });
        form.append(field);
        document.body.append(form);
        const loaded = new Promise((resolve) => frame.addEventListener("load", resolve));
        form.submit();
        await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, 500))]);
        frame.remove();
        form.remove();
      }
      return read;
    }, requests);

  /** What would change what is behind the API, at a base URL of the page's server. */
  async function changes(base: string): Promise<[method: string, url: string, body: string][]> {
    const { json: document } = await call(`${api.local}/_local/openapi`);
    const operation = document.paths["/contact"].post["x-amazon-apigateway-integration"];
    const source: string = operation.requestTemplates["application/json"];
    const request = {
      method: "POST",
      path: "/dev/contact",
      headers: {},
      body: JSON.stringify({ ...contact, message: MARK }),
    };
    return [
      ["PUT", `${base}/_local/templates`, JSON.stringify({ source, template: source.replace("Action=", "Action=x") })],
      ["POST", `${base}/_local/run`, JSON.stringify({ route: "POST /contact", source, template: source, request })],
      ["PUT", `${base}/_local/failures/consumer`, '{"failing":true}'],
      ["POST", `${base}/_local/compare`, '{"requests":1,"concurrency":1}'],
      ["POST", `${base}/_local/signature`, JSON.stringify(request)],
      ["GET", `${base}/_local/info`, ""],
    ];
  }

  async function nothingChanged(saved: string): Promise<void> {
    assert.equal(readFileSync(TEMPLATE, "utf8"), saved);
    const snapshot = await services(api);
    assert.ok(snapshot.failures.every(({ failing }: { failing: boolean }) => !failing));
    assert.equal(JSON.stringify(snapshot).includes(MARK), false);
    const names = snapshot.queues.map(({ name }: { name: string }) => name).sort();
    assert.deepEqual(names, ["submissions-dead-letters", "submissions-queue"]);
    assert.equal(snapshot.topics.length, 3);
  }

  it("changes and reads nothing under /_local, and saves no template", async () => {
    const saved = readFileSync(TEMPLATE, "utf8");
    const all = await changes(api.local);
    const read = await inOwnTab(`http://evil.example:${site.port}/`, (tab) => attack(tab, all));
    assert.deepEqual(read, []);
    await nothingChanged(saved);
  });

  it("changes nothing in the services", async () => {
    const saved = readFileSync(TEMPLATE, "utf8");
    const { endpoints } = (await call(`${api.local}/_local/info`)).json;
    const message = encodeURIComponent(JSON.stringify({ ...contact, message: MARK }));
    const queue = `${endpoints.sqs}/000000000000/submissions-queue`;
    const read = await inOwnTab(`http://evil.example:${site.port}/`, (tab) =>
      attack(tab, [
        ["GET", `${queue}?Action=SendMessage&MessageBody=${message}`, ""],
        ["POST", queue, `Action=SendMessage&MessageBody=${message}`],
        ["GET", `${queue}?Action=DeleteQueue`, ""],
        [
          "GET",
          `${endpoints.sns}/?Action=DeleteTopic&TopicArn=arn:aws:sns:us-east-1:000000000000:announcements-topic`,
          "",
        ],
        ["POST", `${endpoints.lambda}/2015-03-31/functions/submissions-consumer/invocations`, "{}"],
        ["PUT", `${endpoints.s3}/attachments-bucket/forged`, MARK],
      ]),
    );
    assert.deepEqual(read, []);
    await nothingChanged(saved);
  });

  it("whose name was made to lead here gets neither the page nor /_local, and changes nothing", async () => {
    const saved = readFileSync(TEMPLATE, "utf8");
    const rebound = `http://evil.example:${new URL(api.local).port}`;
    const all = await changes(rebound);
    const read = await inOwnTab(rebound, async (tab) => {
      assert.equal((await tab.locator("body").textContent())?.includes("The page is at http://localhost:"), true);
      return attack(tab, all);
    });
    assert.deepEqual([...new Set(read)], [403]);
    await nothingChanged(saved);
  });
});
