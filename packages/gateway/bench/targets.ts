/** One thing that is measured: a request, which server it goes to, and the ratio to the bare server that is aimed at. */
export interface Target {
  readonly name: string;
  /** Role of the process that serves it: see server.ts. */
  readonly server: "bare" | "gateway" | "gateway-traced";
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
  /** Least requests a second, as a fraction of the bare server's. */
  readonly aim?: number;
}

const contact = JSON.stringify({
  name: "Ada Lovelace",
  email: "ada@example.com",
  topic: "support",
  message: "The form on your page answers 502. I have tried twice, on two days, in two browsers.",
});

/** The stack's own routes, one of each kind that costs the gateway something different. */
const routes: readonly Omit<Target, "server">[] = [
  { name: "mock: GET /topics", method: "GET", path: "/dev/topics", aim: 0.5 },
  { name: "Lambda proxy: POST /contact/lambda", method: "POST", path: "/dev/contact/lambda", body: contact, aim: 0.3 },
  {
    name: "Lambda with templates: POST /contact/legacy",
    method: "POST",
    path: "/dev/contact/legacy",
    body: contact,
    aim: 0.2,
  },
  { name: "HTTP: GET /postal-codes/us/90210", method: "GET", path: "/dev/postal-codes/us/90210", aim: 0.15 },
  { name: "SQS: POST /contact", method: "POST", path: "/dev/contact", body: contact, aim: 0.08 },
];

/** What is measured in each round, in order. The bare server comes first: the others are divided by its figure. */
export const targets: readonly Target[] = [
  { name: "bare node:http server", server: "bare", method: "GET", path: "/" },
  ...routes.flatMap((route): Target[] => [
    { ...route, server: "gateway" },
    { ...route, name: "  the same, traced", server: "gateway-traced", aim: undefined },
  ]),
];
