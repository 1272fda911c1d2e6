import { CloudWatchRole, RestApi, SqsIntegration } from "api-gateway-integrations";

const text = { type: "string", minLength: 1, maxLength: 2000 };

const contact = new SqsIntegration("contact", { summary: "Write to us", model: "Contact" });

const api = new RestApi("sqs-form", {
  description: "A contact form whose messages wait in a queue",
  stageName: "v1",
  routes: { "POST /contact": contact },
  models: {
    Contact: { type: "object", required: ["email", "message"], properties: { email: text, message: text } },
  },
  cors: { allowedOrigins: ["https://www.example.com"] },
  throttling: { rateLimit: 10, burstLimit: 20 },
  logRetentionDays: 30,
  // One for each account and region; leave it out where there is one.
  cloudWatchRole: new CloudWatchRole("logs"),
});

export const url = api.url;
export const queueArn = contact.queueArn;
