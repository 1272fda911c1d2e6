import * as pulumi from "@pulumi/pulumi";
import { CloudWatchRole } from "./components/cloudwatch-role.ts";
import { readSettings } from "./components/config.ts";
import { contactModel, topics } from "./components/contact-model.ts";
import { DynamoDbIntegration } from "./components/integrations/dynamodb.ts";
import { HttpIntegration } from "./components/integrations/http.ts";
import { KinesisIntegration } from "./components/integrations/kinesis.ts";
import { MockIntegration } from "./components/integrations/mock.ts";
import { SnsIntegration } from "./components/integrations/sns.ts";
import { announcementModel, eventModel, visitorModel } from "./components/models.ts";
import { RestApi } from "./components/rest-api.ts";
import { visitorsTable } from "./components/visitors-table.ts";

const settings = readSettings(new pulumi.Config());
const visitors = visitorsTable("visitors");

const listTopics = new MockIntegration("topics", {
  summary: "What one can write about",
  body: { topics },
  scenarios: {
    "429": { headers: { "Retry-After": "30" }, body: { message: "Too many requests" } },
    "500": { body: { message: "Internal server error" } },
    "503": { headers: { "Retry-After": "120" }, body: { message: "Service unavailable" } },
  },
});

const postalCodes = new HttpIntegration("postal-codes", {
  summary: "The places of a postal code, from a public API",
  url: settings.postalApiUrl,
  path: "/{country}/{code}",
  headers: ["Accept-Language"],
  statuses: ["200", "404"],
  timeoutInMillis: 5_000,
});

const putVisitor = new DynamoDbIntegration("put-visitor", {
  summary: "Remember a visitor",
  table: visitors,
  action: "PutItem",
  model: "Visitor",
  pathParameters: ["user_id"],
  requestTemplate: "put-visitor.vtl",
  responseTemplate: "put-visitor-response.vtl",
});

const getVisitor = new DynamoDbIntegration("get-visitor", {
  summary: "A visitor that was remembered",
  table: visitors,
  action: "GetItem",
  pathParameters: ["user_id"],
  requestTemplate: "get-visitor.vtl",
  responseTemplate: "get-visitor-response.vtl",
});

const announcements = new SnsIntegration("announcements", {
  summary: "Tell the subscribers something",
  model: "Announcement",
});

const events = settings.eventStream
  ? new KinesisIntegration("events", {
      summary: "Record a page event",
      model: "Event",
      requestTemplate: "put-event.vtl",
    })
  : undefined;

const restApi = new RestApi("contact-us", {
  description: "A contact form, and every type of integration that API Gateway has",
  stageName: pulumi.getStack(),
  routes: {
    "GET /topics": listTopics,
    "GET /postal-codes/{country}/{code}": postalCodes,
    "PUT /visitors/{user_id}": putVisitor,
    "GET /visitors/{user_id}": getVisitor,
    "POST /announcements": { integration: announcements, apiKeyRequired: true },
    ...(events && { "POST /events": events }),
  },
  models: { Contact: contactModel, Visitor: visitorModel, Announcement: announcementModel, Event: eventModel },
  allowedOrigins: settings.allowedOrigins,
  throttling: { rateLimit: settings.throttlingRateLimit, burstLimit: settings.throttlingBurstLimit },
  logRetentionDays: settings.logRetentionDays,
  cloudWatchRole: settings.cloudWatchRole ? new CloudWatchRole("cloudwatch") : undefined,
});

export const url = restApi.url;
export const routes = restApi.routes;
export const visitorsTableName = visitors.name;
export const announcementsTopicArn = announcements.topic.arn;
export const streamName = events?.stream.name;
export const apiKeyId = restApi.apiKey?.id;
