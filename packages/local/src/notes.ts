import type { Cloud } from "./cloud/cloud.ts";
import type { Ports } from "./cloud/services.ts";
import { ofType, type Program } from "./program/resources.ts";
import { isPageBuilt } from "./static.ts";

/** What differs from AWS, or from what one may expect, in this run; a sentence each. */
export function notesOn(program: Program, ports: Ports, cloud: Cloud, retrySeconds: number): string[] {
  const subscriptions = ofType(program, "aws:sns/topicSubscription:TopicSubscription").filter(
    ({ inputs }) => inputs.protocol !== "sqs",
  );
  return [
    ...Object.values(cloud.upstreams).map(({ note }) => note),
    ...ports.elsewhere.map((name) => `${name} is at ${ports.endpoints[name]}, not embedded.`),
    ...subscriptions.map(
      ({ inputs }) => `Nothing is sent to ${inputs.protocol} subscribers such as ${inputs.endpoint}.`,
    ),
    `A message that a function fails on is tried again after ${retrySeconds} s; AWS waits for the queue's visibility timeout.`,
    "Throttling is off; in AWS the stage's limits hold.",
    ...(isPageBuilt() ? [] : ["The page is not built (npm run prepare builds it): / is a plain contact form."]),
  ];
}
