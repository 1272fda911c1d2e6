/** A row of the article's decision table, with what speaks against the type. */
export interface Decision {
  name: string;
  /** Whether an integration of the document is of this type; `name` is that of `integrationView`. */
  covers: (name: string) => boolean;
  when: string;
  cost: string;
}

/** Which integration type when. */
export const DECISIONS: Decision[] = [
  {
    name: "Lambda proxy",
    covers: (name) => name === "Lambda proxy",
    when: "Your own logic, with full control of request and response in code. The usual choice for a modern API.",
    cost: "You pay for each millisecond, and the code must parse and format everything.",
  },
  {
    name: "Lambda, non-proxy",
    covers: (name) => name === "Lambda, non-proxy",
    when: "A function whose input or output is not what clients should see: legacy formats, renamed fields, XML.",
    cost: "Templates to write and test; errors are told apart by patterns.",
  },
  {
    name: "Mock",
    covers: (name) => name === "Mock",
    when: "The front end needs an answer before there is a backend, or an error to test with. CORS preflights.",
    cost: "It is made up: keep it from being taken for the real thing.",
  },
  {
    name: "HTTP",
    covers: (name) => name.startsWith("HTTP"),
    when: "There is a web application or a third-party API already; the gateway stands in front, or replaces it bit by bit.",
    cost: "Its latency and its outages become yours. The endpoint must be public.",
  },
  {
    name: "Private",
    covers: (name) => name.startsWith("Private"),
    when: "The service lives in a VPC and has no public address: EC2, ECS, on-premises behind a load balancer.",
    cost: "A load balancer runs all the time, used or not.",
  },
  {
    name: "AWS service",
    covers: (name) => name.startsWith("AWS service"),
    when: "One call to one service is all that happens: put on a queue, write an item, publish, record an event.",
    cost: "Mapping templates in VTL. No place for logic beyond them.",
  },
];
