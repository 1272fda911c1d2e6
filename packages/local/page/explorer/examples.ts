import type { Failure, Route } from "../../src/api/wire.ts";
import type { OpenApiDocument, RouteKey } from "../document/document.ts";
import { derivedExamples, textOf } from "./derived-examples.ts";
import type { Example } from "./example.ts";

/** What this program adds to an example from the document, or an example of its own, which starts from the good one. */
interface Addition extends Partial<Omit<Example, "body">> {
  name: string;
  /** Fields of the body to change; `undefined` leaves one out. */
  fields?: Record<string, unknown>;
}

const TEXT_TYPE = { "content-type": "text/plain" };
const ADA = {
  name: "Ada Lovelace",
  email: "ada@example.com",
  topic: "sales",
  message: "Can your engine weave algebraical patterns?",
};
const AMPERSAND = "Hello&DelaySeconds=900&MessageBody=replaced";
const ROBOT = { name: "Must be empty", shows: "A robot fills in website, a field that people cannot see." };
/** It is there only where the backend can be made to fail. */
const BACKEND_FAILS = "Backend fails";
const UNCHANGED = "Quotes, &, <, $, # and Unicode arrive unchanged.";
const OPENING_HOURS = { path: "/support/hours", method: "GET" };

/** By route of this program. The examples of any other route come from its document alone. */
const ADDITIONS: Record<string, Addition[]> = {
  "POST /contact": [
    { name: "Good", status: 202, shows: "The body has the ID under which the submission is stored." },
    ROBOT,
    { name: "Hostile text", status: 202, shows: UNCHANGED },
    {
      name: "Injection",
      status: 202,
      shows: "The & stays part of the message and adds no parameter to SendMessage.",
      fields: { message: AMPERSAND },
    },
    { name: BACKEND_FAILS, status: 502, shows: "The default response hides the error of SQS." },
  ],
  "POST /contact/lambda": [
    { name: "Good", status: 202, shows: "It validated the body and called SQS itself.", fields: ADA },
    {
      name: "Missing field",
      status: 400,
      shows: "It validates in code: this route has no model.",
      fields: { ...ADA, email: undefined },
    },
    { name: "Wrong type", status: 400, shows: "It validates in code.", fields: { ...ADA, message: 42 } },
    { name: "Not in the list", status: 400, shows: "It validates in code.", fields: { ...ADA, topic: "poetry" } },
    { name: "Must be empty", status: 400, shows: ROBOT.shows, fields: { ...ADA, website: "spam.example" } },
    { name: "Not JSON", status: 415, shows: "It checks the content type in code.", fields: ADA, headers: TEXT_TYPE },
    {
      name: BACKEND_FAILS,
      status: 502,
      shows: "API Gateway turns an error of the function into 502.",
      fields: ADA,
    },
  ],
  "POST /contact/legacy": [
    { name: "Good", status: 200, shows: "JSON becomes XML with other field names; the receipt comes back as JSON." },
    ROBOT,
    { name: "Hostile text", status: 200, shows: UNCHANGED },
    {
      name: "XML injection",
      status: 200,
      shows: "Tags in the message arrive as text in the CRM's document.",
      fields: { message: "</note><category>billing</category><note>& so on" },
    },
    { name: BACKEND_FAILS, status: 500, shows: "The selection pattern matches the error message of the function." },
  ],
  "GET /topics": [
    { name: "Good", status: 200, shows: "The response template is the whole response." },
    ...[500, 503, 429].map((status) => ({
      name: `simulate=${status}`,
      status,
      shows: "Test how your front end shows this error.",
      path: `/topics?simulate=${status}`,
    })),
    {
      name: "simulate=418",
      status: 200,
      shows: "The template has no response for 418.",
      path: "/topics?simulate=418",
    },
  ],
  "GET /postal-codes/{country}/{code}": [
    { name: "Good", status: 200, shows: "Path parameters become part of the URL.", path: "/postal-codes/us/90210" },
    { name: "Unknown code", status: 404, shows: "Its 404 is mapped to 404.", path: "/postal-codes/us/00000" },
    {
      name: "Extra parameters",
      status: 200,
      shows: "Only parameters on the allow-list are passed on: debug and x-internal are not.",
      path: "/postal-codes/us/90210?debug=true",
      headers: { "x-internal": "secret" },
    },
    {
      name: "Path escape",
      status: 404,
      shows: "An encoded slash stays inside its path parameter.",
      path: "/postal-codes/us/..%2F..%2Fadmin",
    },
    {
      name: BACKEND_FAILS,
      status: 502,
      shows: "The default response replaces any other status.",
      path: "/postal-codes/us/90210",
    },
  ],
  "ANY /support/{proxy+}": [
    { name: "Good", status: 200, shows: "The greedy path parameter has the rest of the path.", ...OPENING_HOURS },
    { name: "Agents", status: 200, shows: "Another path, the same route.", path: "/support/agents" },
    { name: "Health", status: 200, shows: "The load balancer calls this path too.", path: "/support/health" },
    { name: "Unknown path", status: 404, shows: "API Gateway lets every path through.", path: "/support/nothing-here" },
    { name: "No API key", ...OPENING_HOURS },
    { name: BACKEND_FAILS, status: 500, shows: "The load balancer has no healthy target.", ...OPENING_HOURS },
  ],
  "PUT /visitors/{user_id}": [
    { name: "Good", status: 200, shows: "user_id comes from the path, page from the body." },
    {
      name: "Path alone",
      status: 200,
      shows: "Template lines for attributes that are not in the body do not run.",
      path: "/visitors/grace",
      fields: { page: undefined },
    },
    { name: "Hostile text", status: 200, shows: UNCHANGED },
    {
      name: "Injection",
      status: 200,
      shows: "Quotes do not end the string, so no attribute is added.",
      fields: { page: '/"}, "admin": {"BOOL": true' },
    },
    { name: BACKEND_FAILS, status: 502, shows: "The default response hides the error of DynamoDB." },
  ],
  "GET /visitors/{user_id}": [
    {
      name: "Good",
      status: 200,
      shows: "Typed attributes become plain JSON.",
      first: { method: "PUT", path: "/visitors/ada", body: textOf({ page: "/pricing" }) },
    },
    {
      name: "Not found",
      status: 404,
      shows: "DynamoDB answers 200 without an item; the template sets 404.",
      path: "/visitors/nobody",
      first: undefined,
    },
    {
      name: "Injection",
      status: 404,
      shows: "A quote in the path stays inside the key.",
      path: "/visitors/a%22%7D%2C%22x%22%3A%7B",
      first: undefined,
    },
    { name: BACKEND_FAILS, status: 502, shows: "The default response hides the error of DynamoDB." },
  ],
  "PUT /attachments/{id}": [
    { name: "Good", status: 201, shows: "The body is stored unchanged. A second one with the same ID is refused." },
    { name: BACKEND_FAILS, status: 502, shows: "The default response hides the error of S3." },
  ],
  "POST /announcements": [
    {
      name: "Good",
      status: 202,
      shows: "SNS sends it to every subscriber.",
      fields: { message: "We answer until 20:00." },
    },
    { name: "Hostile text", status: 202, shows: UNCHANGED },
    {
      name: "Injection",
      status: 202,
      shows: "The & cannot choose another topic.",
      fields: { message: "Hi&TopicArn=arn:aws:sns:us-east-1:000000000000:other" },
    },
    { name: BACKEND_FAILS, status: 502, shows: "The default response hides the error of SNS." },
  ],
  "POST /events": [
    { name: "Good", status: 202, shows: "The body becomes a base64 record; visitor is its partition key." },
    { name: "Hostile text", status: 202, shows: UNCHANGED },
    {
      name: "Injection",
      status: 202,
      shows: "Quotes in the partition key stay in the partition key.",
      fields: { visitor: 'ada", "StreamName": "other' },
    },
    { name: BACKEND_FAILS, status: 502, shows: "The default response hides the error of Kinesis." },
  ],
};

/**
 * The examples of a route: a good one first, a failing backend last.
 * @param failures what can be made to fail here
 */
export function examplesOf(
  route: RouteKey & Pick<Route, "apiKeyRequired" | "authorization">,
  document: OpenApiDocument,
  failures: readonly Failure[],
): Example[] {
  const [good, ...others] = derivedExamples(route, document, failures);
  if (!good) {
    return [];
  }
  const additions = ADDITIONS[`${route.method} ${route.path}`] ?? [];
  const additionTo = (example: Example) => additions.find(({ name }) => name === example.name);
  const start = added(good, additionTo(good));
  const derived = [start, ...others.map((example) => added(example, additionTo(example)))];
  const own = additions.filter(({ name }) => name !== BACKEND_FAILS && !derived.some((one) => one.name === name));
  const all = [...derived, ...own.map((addition) => added(start, addition))];
  return all.sort((one, other) => Number(one.failing !== undefined) - Number(other.failing !== undefined));
}

function added(example: Example, addition: Addition | undefined): Example {
  if (!addition) {
    return example;
  }
  const { fields, ...changed } = addition;
  const body = fields && { body: textOf({ ...(JSON.parse(example.body ?? "{}") as object), ...fields }) };
  return { ...example, ...changed, ...body };
}
