import assert from "node:assert/strict";
import type { Json } from "../../../scripts/api-diff/json.ts";
import { report } from "../../../scripts/api-diff/report.ts";
import { documentWith, TEMPLATE } from "./documents.ts";

const BASE = documentWith({});

describe("the comment about the API", () => {
  it("says in a line that nothing changes, also when only the order of properties does", () => {
    const turned = Object.fromEntries(Object.entries(BASE).toReversed());
    assert.equal(report(BASE, turned), "### API\n\nThe API's document does not change.\n");
  });

  it("shows a changed summary in a few lines", () => {
    assert.equal(
      report(BASE, documentWith({ operation: { summary: "Leave us a note" } })),
      `### API: 1 route changed

| | | integration | what |
| --- | --- | --- | --- |
| changed | \`POST /notes\` | sqs | \`summary\` |

\`POST /notes\`
\`\`\`diff
-summary: Leave a note
+summary: Leave us a note
 parameters:
   - name: page
     in: query
\`\`\`
`,
    );
  });

  it("shows a changed line of a mapping template as a line", () => {
    const text = report(BASE, withTemplate(TEMPLATE.replace("$input.body", "$input.path('a')")));
    assert(text.includes("| `integration requestTemplates` |"), text);
    assert(text.includes("\n-      Action=SendMessage&MessageBody=$util.urlEncode($input.body)\n"), text);
    assert(text.includes("\n+      Action=SendMessage&MessageBody=$util.urlEncode($input.path('a'))\n"), text);
    assert.equal(text.split("\n").filter((line) => /^[-+]/.test(line)).length, 2, text);
  });

  it("names breaking changes before the table", () => {
    const text = report(BASE, { ...BASE, paths: {} });
    assert.match(
      text,
      /^### API: 1 route removed\n\n\*\*1 breaking change\*\*\n- `POST \/notes is removed`\n\n\| \| \|/,
    );
    assert(text.includes("| removed | `POST /notes` | sqs |"), text);
    assert(text.includes("\n-summary: Leave a note\n"), text);
  });

  it("says which routes a changed model belongs to", () => {
    const text = report(BASE, documentWith({ model: { maxProperties: 9 } }));
    assert.match(text, /^### API: no route of its own changes\n/);
    assert(text.includes("| changed | `model Note` |  | of `POST /notes` |"), text);
  });

  it("folds a long new route away", () => {
    const properties = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`property${i}`, {}]));
    const paths = { ...(BASE.paths as Json), "/<b>": { get: { properties }, options: { summary: "CORS preflight" } } };
    const text = report(BASE, { ...BASE, paths });
    assert.match(text, /^### API: 1 route added\n/);
    assert(text.includes("| added | `GET /<b>` | nothing |  |"), text);
    assert(
      text.includes("<details><summary><code>GET /&lt;b&gt;</code> (51 lines)</summary>\n\n```diff\n+properties:"),
      text,
    );
  });

  it("shows a difference that many routes share once", () => {
    const twice = (summary: string) => {
      const { post } = (documentWith({ operation: { summary } }).paths as { "/notes": { post: Json } })["/notes"];
      return { ...BASE, paths: { "/notes": { post, put: post } } };
    };
    const text = report(twice("Before"), twice("After"));
    assert.equal(text.split("+summary: After").length, 2, text);
    assert(text.includes("\n`POST /notes`, `PUT /notes`\n```diff\n"), text);
  });

  it("keeps the table when the differences are too long for a comment", () => {
    const long = {
      ...BASE,
      paths: { "/long": { get: { description: `${"x".repeat(100)}\n`.repeat(1000) } }, ...(BASE.paths as Json) },
    };
    const text = report(long, documentWith({ operation: { summary: "Short" } }));
    assert(text.length < 2_000, String(text.length));
    assert(text.includes("| removed | `GET /long` |"), text);
    assert(text.includes("+summary: Short"), text);
    assert(text.includes("1 difference too long for a comment"), text);
  });

  it("stays below a comment's limit when thousands of routes change", () => {
    const paths = Object.fromEntries(
      Array.from({ length: 5_000 }, (_, i) => [`/${"long".repeat(40)}${i}`, { get: { summary: `${i}` } }]),
    );
    const text = report({ ...BASE, paths }, BASE);
    assert(text.length < 65_536, String(text.length));
    assert(text.includes("- and 4900 more"), text.slice(0, 1000));
  });

  it("lets no text of the document become markup", () => {
    const evil = "```\n@everyone <img src=x>";
    const paths = { "/`|<script>": { get: { summary: evil } } };
    const text = report({ ...BASE, paths }, { ...BASE, paths: { "/notes": { get: { summary: "````" } } } });
    assert(text.includes("- `GET /??<script> is removed`"), text);
    assert(text.includes("| removed | `GET /??<script>` |"), text);
    const fences = [...text.matchAll(/^(`{3,})diff$/gm)].map(([, fence]) => fence);
    assert.deepEqual(fences, ["````", "`````"]);
  });
});

function withTemplate(template: string): Json {
  const { post } = (BASE.paths as { "/notes": { post: Json } })["/notes"];
  const integration = post["x-amazon-apigateway-integration"] as Json;
  return documentWith({
    operation: {
      "x-amazon-apigateway-integration": {
        ...integration,
        requestTemplates: { "application/json": template, "text/plain": "" },
      },
    },
  });
}
