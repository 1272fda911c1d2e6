import type { Example } from "./examples.ts";

const JSON_TYPE = { "content-type": "application/json" };

const ada = {
  name: "Ada Lovelace",
  email: "ada@example.com",
  topic: "sales",
  message: "Can your engine weave algebraical patterns?",
};

/** A request with a JSON body. */
function post(path: string, name: string, shows: string, body: unknown, more: Partial<Example> = {}): Example {
  return { name, shows, path, headers: JSON_TYPE, body: JSON.stringify(body, null, 2), ...more };
}

function without(source: Record<string, unknown>, field: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(source).filter(([name]) => name !== field));
}

/** Bodies that every route taking the contact model refuses, at its validator and before its backend. */
function refused(path: string): Example[] {
  return [
    post(path, "Missing field", "The validator answers 400; the backend never hears of it.", without(ada, "email")),
    post(path, "Wrong type", "A number where the model wants text.", { ...ada, message: 42 }),
    post(path, "Unknown topic", "The model lists the topics that it allows.", { ...ada, topic: "poetry" }),
    post(path, "Robot", "A robot fills in the field that people cannot see.", { ...ada, website: "spam.example" }),
  ];
}

const hostile = { ...ada, message: "<img src=x onerror=alert(1)>" };

/** `POST /contact` and `POST /contact/lambda`, which take the same body. */
export function contact(path: string): Example[] {
  const injected = { ...ada, message: "Hello&DelaySeconds=900&MessageBody=replaced" };
  return [
    post(path, "Good", "Accepted with 202 and the queue's id of the message.", ada),
    ...refused(path),
    post(path, "Injection", "The & in the message stays part of the message: it adds no parameter to SQS.", injected),
    post(path, "Markup", "It is stored and shown as text; nothing runs.", hostile),
    post(path, "Quotes, Unicode", "Nothing is lost between JSON and the form encoding.", {
      ...ada,
      message: "She said \"it's 5 o'clock\" – 日本 ½",
    }),
    post(path, "Not JSON", "There is no template for this type, and nothing passes unmapped.", ada, {
      headers: { "content-type": "text/plain" },
    }),
  ];
}

/** `POST /contact/legacy`: JSON in, XML to the function, JSON out. */
export const legacy: Example[] = [
  post("/contact/legacy", "Good", "Renamed fields, and XML in place of JSON; the receipt comes back as JSON.", ada),
  ...refused("/contact/legacy"),
  post("/contact/legacy", "XML injection", "Tags in the message arrive as text in the CRM's document.", {
    ...ada,
    message: "</note><category>billing</category><note>& so on",
  }),
  post("/contact/legacy", "CRM down", "The function throws; its message selects the response for 500.", ada, {
    failing: "crm",
  }),
];

/** `GET /topics`: no backend at all. */
export const topics: Example[] = [
  { name: "Good", shows: "The template picks 200, whose response template is the whole answer.", path: "/topics" },
  ...["500", "503", "429"].map((status) => ({
    name: `simulate=${status}`,
    shows: `The template picks ${status}: how does your front end take it?`,
    path: `/topics?simulate=${status}`,
  })),
  { name: "simulate=418", shows: "Not a status that the template knows: it stays 200.", path: "/topics?simulate=418" },
];

/** `GET /postal-codes/{country}/{code}`: passed on to another server. */
export const postal: Example[] = [
  { name: "Good", shows: "Path variables become part of the other server's URL.", path: "/postal-codes/us/90210" },
  { name: "Unknown code", shows: "The other server's 404 is passed back as it is.", path: "/postal-codes/us/00000" },
  {
    name: "Extra parameters",
    shows: "Only what is on the allow-list is forwarded.",
    path: "/postal-codes/us/90210?debug=true",
    headers: { "x-internal": "secret" },
  },
  {
    name: "Path escape",
    shows: "An encoded slash stays inside its variable.",
    path: "/postal-codes/us/..%2F..%2Fadmin",
  },
  {
    name: "Backend down",
    shows: "What a client sees when the other server is away.",
    path: "/postal-codes/us/90210",
    failing: "postal-api",
  },
];

/** `ANY /support/{proxy+}`: through the VPC link, with an API key. */
export const support: Example[] = [
  { name: "Good", shows: "The greedy variable carries the rest of the path.", method: "GET", path: "/support/hours" },
  {
    name: "Agents",
    shows: "Another path of the same service, the same route.",
    method: "GET",
    path: "/support/agents",
  },
  { name: "Health", shows: "What the load balancer asks, too.", method: "GET", path: "/support/health" },
  {
    name: "No API key",
    shows: "403 before anything else happens.",
    method: "GET",
    path: "/support/hours",
    withoutKey: true,
  },
  {
    name: "Unknown path",
    shows: "The 404 is the service's own: the gateway lets every path through.",
    method: "GET",
    path: "/support/nothing-here",
  },
  {
    name: "Backend down",
    shows: "The load balancer has no healthy target.",
    method: "GET",
    path: "/support/hours",
    failing: "support-desk",
  },
];

/** `PUT /visitors/{user_id}`: the article's PutItem. */
export const visitorPut: Example[] = [
  post("/visitors/ada", "Good", "user_id from the URL, name and page from the body, in one PutItem.", {
    name: "Ada Lovelace",
    page: "/pricing",
  }),
  post("/visitors/grace", "URL alone", "Lines for attributes that are not in the body do not run.", {}),
  post("/visitors/ada", "Injection", "Quotes cannot end the string and add an attribute.", {
    name: 'Ada"}, "admin": {"BOOL": true',
  }),
  post("/visitors/ada", "Wrong type", "The validator answers 400.", { name: 42 }),
];

/** `GET /visitors/{user_id}`: GetItem, unwrapped. */
export const visitorGet: Example[] = [
  { name: "Good", shows: "DynamoDB's typed attributes come back as plain JSON. Put her first.", path: "/visitors/ada" },
  {
    name: "Not there",
    shows: "DynamoDB says 200 without an item; the template makes it 404.",
    path: "/visitors/nobody",
  },
  { name: "Injection", shows: "A quote in the URL stays inside the key.", path: "/visitors/a%22%7D%2C%22x%22%3A%7B" },
];

/** `POST /announcements`: Publish, with an API key. */
export const announcements: Example[] = [
  post("/announcements", "Good", "Every subscriber of the topic gets it.", {
    subject: "Longer hours",
    message: "From Monday we answer until 20:00.",
  }),
  post(
    "/announcements",
    "No API key",
    "403 before the body is even looked at.",
    { subject: "Longer hours", message: "From Monday we answer until 20:00." },
    { withoutKey: true },
  ),
  post("/announcements", "Missing field", "The validator answers 400.", { subject: "Longer hours" }),
  post("/announcements", "Injection", "The & cannot send it to another topic.", {
    subject: "Hello",
    message: "Hi&TopicArn=arn:aws:sns:us-east-1:000000000000:other",
  }),
];

/** `POST /events`: PutRecord. */
export const events: Example[] = [
  post("/events", "Good", "The body becomes a base64 record; the visitor is its partition key.", {
    type: "page-view",
    page: "/pricing",
    visitor: "ada",
  }),
  post("/events", "Missing field", "No partition key, no record.", { type: "page-view", page: "/pricing" }),
  post("/events", "Injection", "Quotes in the key stay in the key.", {
    type: "page-view",
    page: "/pricing",
    visitor: 'ada", "StreamName": "other',
  }),
];
