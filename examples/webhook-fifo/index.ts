import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { CloudWatchRole, RestApi, SqsIntegration } from "api-gateway-integrations";

const deadLetters = new aws.sqs.Queue("dead-letters", { fifoQueue: true, sqsManagedSseEnabled: true });
const queue = new aws.sqs.Queue("payments", {
  fifoQueue: true,
  sqsManagedSseEnabled: true,
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 }),
});

// The events of one payment stay in order, and an event that the sender repeats within five minutes counts once.
const webhook = new SqsIntegration("webhook", {
  queue,
  model: "Event",
  messageGroupId: "$.payment",
  messageDeduplicationId: "$.id",
});

const id = { type: "string", pattern: "^[A-Za-z0-9_-]{1,128}$" };
const api = new RestApi("webhook-fifo", {
  description: "A webhook whose events are handled once each, in order",
  stageName: "v1",
  routes: { "POST /events": { integration: webhook, apiKeyRequired: true } },
  models: { Event: { type: "object", required: ["id", "payment"], properties: { id, payment: id } } },
  cors: false,
  throttling: { rateLimit: 100, burstLimit: 200 },
  logRetentionDays: 30,
  // One for each account and region; leave it out where there is one.
  cloudWatchRole: new CloudWatchRole("logs"),
});

export const url = api.url;
export const queueUrl = queue.url;
