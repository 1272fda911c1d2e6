/** A row of the decision table: when to use a type, and what it costs. */
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
    when: "Your own logic, with full control of request and response in code. The usual choice for a new API.",
    cost: "You pay for every millisecond, and your code parses and formats everything.",
  },
  {
    name: "Lambda, non-proxy",
    covers: (name) => name === "Lambda, non-proxy",
    when: "A function whose input or output is not what clients should see: legacy formats, renamed fields, XML.",
    cost: "You write and test templates, and match errors by patterns.",
  },
  {
    name: "Mock",
    covers: (name) => name === "Mock",
    when: "The front end needs a response before the backend exists, or an error to test with. CORS preflights.",
    cost: "The data is static: do not mistake it for a backend.",
  },
  {
    name: "HTTP",
    covers: (name) => name.startsWith("HTTP"),
    when: "A web application or a third-party API exists already. API Gateway goes in front of it, or replaces it route by route.",
    cost: "Its latency and its outages become yours. The endpoint is public.",
  },
  {
    name: "Private",
    covers: (name) => name.startsWith("Private"),
    when: "The service is in a VPC and has no public address: EC2, ECS, or on-premises behind a load balancer.",
    cost: "You pay for a load balancer by the hour, used or not.",
  },
  {
    name: "AWS service",
    covers: (name) => name.startsWith("AWS service"),
    when: "The request is one call to one service: send to a queue, write an item, publish, record an event.",
    cost: "You write mapping templates in VTL. There is no place for other logic.",
  },
];
