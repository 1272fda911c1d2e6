import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { needsBrowser, visit } from "./browser.ts";

const documentOf = (title: string, route: string) => ({
  openapi: "3.0.1",
  info: { title, version: "1" },
  paths: {
    [route]: {
      get: {
        summary: "Says hello",
        responses: { 200: { description: "ok" } },
        "x-amazon-apigateway-integration": {
          type: "mock",
          requestTemplates: { "application/json": '{"statusCode": 200}' },
          responses: { default: { statusCode: "200", responseTemplates: { "application/json": '{"hi": 1}' } } },
        },
      },
    },
    "/queue": {
      post: {
        responses: {},
        "x-amazon-apigateway-integration": {
          type: "aws",
          httpMethod: "POST",
          uri: "arn:aws:apigateway:us-east-1:sqs:path/1/queue",
          credentials: "arn:aws:iam::000000000000:role/r",
        },
      },
    },
    "/function": {
      post: {
        responses: {},
        "x-amazon-apigateway-integration": {
          type: "aws_proxy",
          httpMethod: "POST",
          uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations",
        },
      },
    },
  },
});

const send = (tab: Page, type: "drop" | "paste", name: string, text: string) =>
  tab.evaluate(
    ([type, name, text]) => {
      const data = new DataTransfer();
      if (type === "drop") {
        data.items.add(new File([text], name));
        document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data }));
      } else {
        data.setData("text", text);
        document.body.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, clipboardData: data }));
      }
    },
    [type, name, text] as const,
  );

describe("the page of npm run gateway", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "gateway-page-"));
  let child: ChildProcess;
  let output = "";
  let page = "";
  before(needsBrowser);
  before(async () => {
    const file = path.join(folder, "greeter.json");
    writeFileSync(file, JSON.stringify(documentOf("greeter", "/hello")));
    const { AWS_ENDPOINT_URL: _, AWS_ENDPOINT_URL_SQS: __, AWS_ENDPOINT_URL_LAMBDA: ___, ...env } = process.env;
    const args = ["--conditions=source", "--import", "tsx", "packages/local/src/gateway-main.ts"];
    child = spawn(process.execPath, [...args, "--openapi", file, "--port", "0"], { env });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        output += chunk;
      });
    }
    while (!/Drop another document/.test(output)) {
      assert.equal(child.exitCode, null, output);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    page = /Page\s+(\S+)/.exec(output)?.[1] ?? "";
  });
  after(async () => {
    if (child?.exitCode === null) {
      child.kill("SIGTERM");
      assert.deepEqual(await once(child, "exit"), [0, null]);
    }
    rmSync(folder, { recursive: true });
  });

  it("lists the routes in the terminal, and what has no backend here", () => {
    assert.match(output, /^ {4}GET {4}\/hello {6}mock$/m);
    assert.match(output, /^ {4}POST {3}\/function {3}lambda-proxy$/m);
    assert.match(
      output,
      /POST \/queue answers 504: sqs does not run on this machine; AWS_ENDPOINT_URL_SQS can name one/,
    );
    assert.match(
      output,
      /POST \/function answers 501: function \S+:f does not run here, AWS_ENDPOINT_URL_LAMBDA can name/,
    );
  });

  it("has the Explorer with traces, and the Reference", async () => {
    const tab = await visit("#/explorer", {}, page);
    const parts = tab.getByRole("navigation", { name: "Parts of the page" }).getByRole("link");
    assert.deepEqual(await parts.allTextContents(), ["Explorer", "Playground", "Reference"]);
    await tab.getByRole("link", { name: "GET /hello" }).click();
    await tab.getByRole("heading", { name: "GET /hello" }).waitFor();
    await tab.getByRole("button", { name: "Send", exact: true }).click();
    await tab.getByRole("heading", { name: "What each step did" }).waitFor();
    while (!/^GET \/hello 200 \d+ ms mock$/m.test(output)) await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it("serves a document that is dropped on it or pasted, and says what is wrong with one", async () => {
    const tab = await visit("#/explorer", {}, page);
    await tab.getByText("Drop its OpenAPI document on this page").waitFor();
    await send(tab, "drop", "other.json", JSON.stringify(documentOf("other", "/dropped")));
    await tab.getByText("other.json is served now, until this server stops.").waitFor();
    await tab.getByRole("link", { name: "GET /dropped" }).waitFor();
    assert.equal(await tab.getByRole("link", { name: "GET /hello" }).count(), 0);
    assert.deepEqual(await (await fetch(`${page}/dev/dropped`)).json(), { hi: 1 });

    const bad = JSON.stringify(documentOf("bad", "/bad"))
      .replace('"GET"', "")
      .replace('"type":"mock"', '"type":"nothing"');
    await send(tab, "drop", "bad.json", bad);
    await tab.getByText(/^bad\.json: paths\.\/bad\.get\.x-amazon-apigateway-integration\.type: /).waitFor();
    assert.equal((await fetch(`${page}/dev/dropped`)).status, 200);

    await send(tab, "paste", "", JSON.stringify(documentOf("pasted", "/pasted")));
    await tab.getByText("the pasted document is served now, until this server stops.").waitFor();
    await tab.getByRole("link", { name: "GET /pasted" }).waitFor();
  });

  it("takes no document from another site's page", async () => {
    const headers = { origin: "http://elsewhere.example" };
    const answer = await fetch(`${page}/_local/document`, { method: "PUT", headers, body: "{}" });
    assert.equal(answer.status, 403);
  });
});
