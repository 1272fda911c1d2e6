import * as pulumi from "@pulumi/pulumi";
import { CloudWatchRole, HttpIntegration, MockIntegration, RestApi, SqsIntegration } from "api-gateway-integrations";

const old = { url: new pulumi.Config().require("oldUrl"), statuses: ["200", "404"], timeoutInMillis: 10_000 };

const api = new RestApi("shop", {
  description: "The shop's API, in front of the old one",
  stageName: "v1",
  routes: {
    // Still answered by the old site; nothing but what is listed reaches it.
    "GET /products": new HttpIntegration("products", { ...old, path: "/api/products", queryParameters: ["page"] }),
    "GET /products/{id}": new HttpIntegration("product", { ...old, path: "/api/products/{id}" }),
    // Moved: orders wait in a queue.
    "POST /orders": new SqsIntegration("orders", { model: "Order" }),
    // To come: a fixed answer, until something stands behind it.
    "GET /offers": new MockIntegration("offers", { body: { offers: [] } }),
  },
  models: {
    Order: { type: "object", required: ["product"], properties: { product: { type: "string", minLength: 1 } } },
  },
  cors: false,
  throttling: { rateLimit: 50, burstLimit: 100 },
  logRetentionDays: 30,
  // One for each account and region; leave it out where there is one.
  cloudWatchRole: new CloudWatchRole("logs"),
});

export const url = api.url;
