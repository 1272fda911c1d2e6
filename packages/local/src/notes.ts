import type { Cloud } from "./cloud/cloud.ts";
import type { Services } from "./cloud/services.ts";
import type { Program } from "./program/program.ts";
import { isPageBuilt } from "./static.ts";

/** What differs from AWS, or from what one may expect, in this run; a sentence each. */
export function notesOn(program: Program, services: Services, cloud: Cloud, offline: boolean): string[] {
  const subscriptions = program.resources.filter(
    ({ type, inputs }) => type === "aws:sns/topicSubscription:TopicSubscription" && inputs.protocol !== "sqs",
  );
  return [
    ...Object.entries(cloud.upstreams).map(([origin, { sample }]) =>
      sample
        ? `${origin} ${offline ? "is not asked" : "cannot be reached"}: postal codes come from a bundled sample.`
        : `Postal codes come from ${origin}.`,
    ),
    ...services.elsewhere.map((name) => `${name} is at ${services.endpoints[name]}, not embedded.`),
    ...subscriptions.map(
      ({ inputs }) => `Nothing is sent to ${inputs.protocol} subscribers such as ${inputs.endpoint}.`,
    ),
    "What a function fails on is tried again after a second; AWS waits for the queue's visibility timeout.",
    "Throttling is off; in AWS the stage's limits hold.",
    ...(isPageBuilt() ? [] : ["The page is not built (npm run build): / is a plain contact form."]),
  ];
}
