import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { localApp } from "../acceptance/app.ts";
import { services } from "../acceptance/local.ts";
import { needsBrowser, sendExample, visit } from "./browser.ts";

/** Each route's good example: its status, and what was sent to the backend or came from it. */
const ROUTES: [hash: string, status: number, backend: RegExp][] = [
  ["POST/contact", 202, /SendMessageResponse/],
  ["POST/contact/lambda", 202, /"statusCode": 202/],
  ["POST/contact/legacy", 200, /caseNumber/],
  ["GET/topics", 200, /200/],
  ["GET/postal-codes/%7Bcountry%7D/%7Bcode%7D", 200, /Beverly Hills/],
  ["ANY/support/%7Bproxy%2B%7D", 200, /timeZone/],
  ["PUT/visitors/%7Buser_id%7D", 200, /"TableName": "visitors"/],
  ["GET/visitors/%7Buser_id%7D", 200, /"S": "ada"/],
  ["POST/announcements", 202, /PublishResponse/],
  ["POST/events", 202, /SequenceNumber/],
];

const response = (page: Page) => page.getByRole("region", { name: "Response" });
const step = (page: Page, name: string) =>
  page.locator("details.step").filter({ has: page.locator(".step-name", { hasText: new RegExp(`^${name}$`) }) });

describe("the explorer", () => {
  before(needsBrowser);

  for (const [hash, status, backend] of ROUTES) {
    it(`shows what each step does: ${decodeURIComponent(hash).replace("/", " /")}`, async () => {
      const page = await visit(`#/explorer/${hash}`);
      await sendExample(page, "Good");
      await response(page).getByText(`${status} `).first().waitFor();
      const [mapped, called] = [step(page, "Integration request"), step(page, "Integration")];
      assert.match(`${await mapped.textContent()}${await called.textContent()}`, backend);
      assert.match(await page.locator(".drawing").innerHTML(), /class="part crossed"/);
      assert.equal(await page.locator(".drawing .part.failed").count(), 0);
    });
  }

  it("marks the lines of the template that ran, beside the rendered text", async () => {
    const page = await visit("#/explorer/PUT/visitors/%7Buser_id%7D");
    await sendExample(page, "Path alone");
    const request = step(page, "Integration request");
    const ran = (await request.locator(".code-line.ran .line-text").allTextContents()).join("\n");
    const all = (await request.locator(".code-line .line-text").allTextContents()).join("\n");
    assert.match(ran, /"TableName": "\$tableName"/);
    assert.match(all, /, "page": \{"S":/);
    assert.doesNotMatch(ran, /, "page": \{"S":/);
    assert.match((await request.locator(".rendered").first().textContent()) ?? "", /"user_id": \{\s+"S": "grace"/);
  });

  it("says that a route of the address is not in the document, and shows no other one", async () => {
    const page = await visit("#/explorer/POST/nope");
    await page.getByText("The document has no route POST /nope.").waitFor();
    assert.equal(await page.getByRole("button", { name: "Send" }).count(), 0);
    await page.getByRole("link", { name: "/topics" }).first().click();
    await page.getByRole("heading", { name: "GET /topics" }).waitFor();
  });

  it("shows at which step a request failed, and why", async () => {
    const page = await visit("#/explorer/POST/contact");
    await sendExample(page, "Missing field");
    await response(page).getByText("400 Bad Request").waitFor();
    assert.match(
      (await step(page, "Validate").textContent()) ?? "",
      /BAD_REQUEST_BODY.*missing required properties.*name/s,
    );
    assert.match((await page.locator(".drawing").getAttribute("aria-label")) ?? "", /failed at: Validate\.$/);
    assert.equal(await step(page, "Integration").count(), 0);
  });

  it("shows a simulated error, and the request as an execution log", async () => {
    const page = await visit("#/explorer/GET/topics");
    await sendExample(page, "simulate=500");
    await response(page).getByText("500 Internal Server Error").waitFor();
    await page.getByRole("button", { name: "As an execution log" }).click();
    await page.getByText("Method completed with status: 500").waitFor();
  });

  it("draws a failed backend red, and shows the address in AWS and the local one", async () => {
    const page = await visit("#/explorer/POST/contact/legacy");
    await sendExample(page, "Backend fails");
    await response(page).getByText("500 Internal Server Error").waitFor();
    assert.equal(await page.locator(".drawing .part.failed").textContent(), "Lambda function legacy-crm");
    await visit("#/explorer/POST/contact");
    await sendExample(page, "Good");
    const backend = (await step(page, "Integration").locator(".step-body").textContent()) ?? "";
    assert.match(backend, /POST https:\/\/sqs\.us-east-1\.amazonaws\.com\/000000000000\/submissions-queue/);
    assert.match(
      (await page.locator(".trace > header").textContent()) ?? "",
      /on this machine .* http:\/\/127\.0\.0\.1:/,
    );
  });

  it("is no longer an example once it was changed", async () => {
    const page = await visit("#/explorer/POST/contact");
    const good = page.getByRole("button", { name: "Good", exact: true });
    assert.equal(await good.getAttribute("aria-pressed"), "true");
    await page.getByLabel("Body").fill("{}");
    assert.equal(await good.getAttribute("aria-pressed"), "false");
    await page.getByText("Changed. Choose an example to start over.").waitFor();
    await good.click();
    assert.match(await page.getByLabel("Body").inputValue(), /Ada Lovelace/);
  });

  it("closes the request to a line after Send, and opens it again", async () => {
    const page = await visit("#/explorer/POST/contact");
    await sendExample(page, "Good");
    await page.getByText("POST /dev/contact", { exact: true }).first().waitFor();
    assert.equal(await page.getByLabel("Body").count(), 0);
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    assert.match(await page.getByLabel("Body").inputValue(), /Ada Lovelace/);
  });

  it("keeps an injection inside its parameter", async () => {
    const page = await visit("#/explorer/POST/contact");
    await sendExample(page, "Injection");
    await response(page).getByText("202 Accepted").waitFor();
    const parameters = step(page, "Integration request").locator(".parameter");
    assert.deepEqual(
      (await parameters.allTextContents()).map((parameter) => parameter.split("=")[0]),
      [
        "Action",
        "MessageBody",
        "MessageAttribute.1.Name",
        "MessageAttribute.1.Value.DataType",
        "MessageAttribute.1.Value.StringValue",
      ],
    );
    assert.match(
      (await parameters.nth(1).textContent()) ?? "",
      /"message": "Hello&DelaySeconds=900&MessageBody=replaced"/,
    );
  });

  it("switches a backend off for one request", async function () {
    const api = await localApp.call(this);
    const page = await visit("#/explorer/PUT/visitors/%7Buser_id%7D");
    await sendExample(page, "Backend fails");
    await response(page).getByText("502 Bad Gateway").waitFor();
    const { failures } = await services(api);
    assert.deepEqual(
      failures.filter(({ failing }: { failing: boolean }) => failing),
      [],
    );
  });

  it("does not send an invalid header line", async () => {
    const page = await visit("#/explorer/GET/topics");
    await page.getByLabel("Headers").fill("no header");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText('This header is not "name: value": no header').waitFor();
  });
});
