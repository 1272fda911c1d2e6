import {
  HttpIntegration,
  LambdaFunction,
  LambdaProxyIntegration,
  RestApi,
  SqsIntegration,
} from "api-gateway-integrations";

const text = { type: "string", minLength: 1, maxLength: 2000 };

const echo = new LambdaFunction("echo", { entry: "echo.js", logRetentionDays: 1 });
// As the stack passes requests on to its public API, but to the benchmark's own backend.
const postalCodes = new HttpIntegration("postal-codes", {
  url: process.env.BENCH_BACKEND_URL ?? "https://api.example.com",
  path: "/{country}/{code}",
  headers: ["Accept-Language"],
  statuses: ["200", "400", "404"],
  timeoutInMillis: 5_000,
});
const queue = new SqsIntegration("queue", { model: "Contact" });

const api = new RestApi("bench", {
  description: "What the benchmark needs besides the stack",
  stageName: "dev",
  routes: {
    "POST /echo": new LambdaProxyIntegration("echo", { function: echo }),
    "POST /queue": queue,
    "GET /postal-codes/{country}/{code}": postalCodes,
  },
  models: {
    Contact: {
      type: "object",
      required: ["name", "email", "topic", "message"],
      properties: { name: text, email: text, topic: text, message: text },
    },
  },
  cors: false,
  throttling: { rateLimit: 1_000_000, burstLimit: 1_000_000 },
  logRetentionDays: 1,
});

export const url = api.url;
export const queueUrl = queue.queue?.url;
