import * as aws from "@pulumi/aws";
import { CloudWatchRole, cognitoAuthorizer, MockIntegration, RestApi, SqsIntegration } from "api-gateway-integrations";

const users = new aws.cognito.UserPool("users", { adminCreateUserConfig: { allowAdminCreateUserOnly: true } });
const scope = { scopeName: "write", scopeDescription: "Add notes" };
const notes = new aws.cognito.ResourceServer("notes", { userPoolId: users.id, identifier: "notes", scopes: [scope] });
const signedIn = cognitoAuthorizer("users", { userPools: [users] });

const api = new RestApi("notes", {
  description: "Notes of the people in a user pool",
  stageName: "v1",
  routes: {
    "GET /health": new MockIntegration("health", { body: { status: "ok" } }),
    // Without scopes an identity token opens the route; with scopes an access token that has one of them.
    "GET /me": {
      integration: new MockIntegration("me", { body: { signedIn: true } }),
      authorization: signedIn,
    },
    "POST /notes": {
      integration: new SqsIntegration("note", { model: "Note" }),
      authorization: signedIn,
      authorizationScopes: ["notes/write"],
    },
  },
  models: {
    Note: { type: "object", required: ["text"], properties: { text: { type: "string", maxLength: 1000 } } },
  },
  cors: { allowedOrigins: ["https://www.example.com"] },
  throttling: { rateLimit: 10, burstLimit: 20 },
  logRetentionDays: 30,
  // One for each account and region; leave it out where there is one.
  cloudWatchRole: new CloudWatchRole("logs"),
});

export const url = api.url;
export const userPoolId = users.id;
export const resourceServer = notes.identifier;
