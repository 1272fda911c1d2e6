import * as pulumi from "@pulumi/pulumi";
import { DynamoDbIntegration } from "./components/integrations/dynamodb.ts";
import { HttpIntegration } from "./components/integrations/http.ts";
import { KinesisIntegration } from "./components/integrations/kinesis.ts";
import { LambdaIntegration } from "./components/integrations/lambda.ts";
import { LambdaProxyIntegration } from "./components/integrations/lambda-proxy.ts";
import { MockIntegration } from "./components/integrations/mock.ts";
import { PrivateIntegration } from "./components/integrations/private.ts";
import { SnsIntegration } from "./components/integrations/sns.ts";
import { SqsIntegration } from "./components/integrations/sqs.ts";
import { LambdaFunction } from "./components/lambda/lambda-function.ts";
import { Alarms } from "./components/operations/alarms.ts";
import { Dashboard } from "./components/operations/dashboard.ts";
import { MonthlyBudget } from "./components/operations/monthly-budget.ts";
import { OperationsTopic } from "./components/operations/operations-topic.ts";
import { readPlacement } from "./components/private-service/placement.ts";
import { CloudWatchRole } from "./components/rest-api/cloudwatch-role.ts";
import { CustomDomain } from "./components/rest-api/custom-domain.ts";
import { Firewall } from "./components/rest-api/firewall.ts";
import { RestApi } from "./components/rest-api/rest-api.ts";
import { createAttachments } from "./contact/attachments.ts";
import { contactModel, topics } from "./contact/contact-model.ts";
import { explainWarnings } from "./contact/import-warnings.ts";
import { announcementModel, eventModel, visitorModel } from "./contact/models.ts";
import { customDomainArgs, readSettings } from "./contact/settings.ts";
import { Submissions } from "./contact/submissions.ts";
import { createSupportDesk } from "./contact/support-desk.ts";
import { contactTemplate } from "./contact/templates/template.ts";
import { createVisitorsTable } from "./contact/visitors.ts";

const settings = readSettings(new pulumi.Config());
const { logRetentionDays, allowedOrigins, keepData } = settings;
const customDomain = customDomainArgs(settings);

const operations = new OperationsTopic("operations", { email: settings.notificationEmail });

const submissions = new Submissions("submissions", {
  notificationEmail: settings.notificationEmail,
  logRetentionDays,
  keepData,
  alarmTopicArn: operations.arn,
});
const mayQueue = [{ actions: ["sqs:SendMessage"], resources: [submissions.queue.arn] }];
const queueEnvironment = { QUEUE_URL: submissions.queue.url };

// The better way: API Gateway validates the submission and hands it to SQS, without a function.
const contact = new SqsIntegration("contact", {
  summary: "Write to us",
  queue: submissions.queue,
  model: "Contact",
  messageAttributes: { SubmissionId: "$context.extendedRequestId" },
  responseTemplate: contactTemplate("contact-response.vtl"),
});

// The old way, for comparison: a function that does what API Gateway could.
const contactFunction = new LambdaFunction("contact-function", {
  entry: "handlers/contact/index.ts",
  description: "Checks a submission and puts it on the queue",
  environment: { ...queueEnvironment, ALLOWED_ORIGINS: allowedOrigins.join() },
  allow: mayQueue,
  logRetentionDays,
});
const contactLambda = new LambdaProxyIntegration("contact-lambda", {
  summary: "Write to us, through a function",
  function: contactFunction,
});

const legacyCrm = new LambdaFunction("legacy-crm", {
  entry: "handlers/legacy-crm/index.ts",
  description: "Opens a case for an XML ticket and puts it on the queue",
  environment: queueEnvironment,
  allow: mayQueue,
  logRetentionDays,
});
const contactLegacy = new LambdaIntegration("contact-legacy", {
  summary: "Write to us, through a legacy CRM that speaks XML",
  function: legacyCrm,
  model: "Contact",
  requestTemplate: contactTemplate("legacy-ticket.vtl"),
  success: {
    statusCode: "200",
    description: "The case that was opened",
    template: contactTemplate("legacy-receipt.vtl"),
  },
  errors: {
    BadRequest: { statusCode: "400", description: "Not a ticket", template: contactTemplate("legacy-error.vtl") },
    NotFound: { statusCode: "404", description: "No such department", template: contactTemplate("legacy-error.vtl") },
  },
});

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
  statuses: ["200", "400", "404"],
  timeoutInMillis: 5_000,
});

const desk = settings.privateService
  ? createSupportDesk("support-desk", {
      ...(await readPlacement()),
      allowedOrigins,
      instanceAccess: settings.instanceAccess,
      flowLogs: settings.flowLogs,
      logRetentionDays,
    })
  : undefined;
const support =
  desk &&
  new PrivateIntegration("support", {
    summary: "The support desk, a service with no public address",
    vpcLink: desk.vpcLink,
    loadBalancer: desk.loadBalancer,
    url: desk.url,
    path: "/support/{proxy}",
    timeoutInMillis: 10_000,
  });

const visitors = createVisitorsTable("visitors", keepData);

const putVisitor = new DynamoDbIntegration("put-visitor", {
  summary: "Remember a visitor",
  table: visitors,
  action: "PutItem",
  model: "Visitor",
  pathParameters: ["user_id"],
  requestTemplate: contactTemplate("put-visitor.vtl"),
  responseTemplate: contactTemplate("put-visitor-response.vtl"),
});

const getVisitor = new DynamoDbIntegration("get-visitor", {
  summary: "A visitor that was remembered",
  table: visitors,
  action: "GetItem",
  pathParameters: ["user_id"],
  requestTemplate: contactTemplate("get-visitor.vtl"),
  responseTemplate: contactTemplate("get-visitor-response.vtl"),
});

const attachments = settings.attachments ? createAttachments("attachments", keepData) : undefined;

const announcements = new SnsIntegration("announcements", {
  summary: "Tell the subscribers something",
  model: "Announcement",
  // Whoever subscribed has confirmed it by hand, and would have to again.
  transform: { topic: (_args, opts) => Object.assign(opts, { protect: keepData }) },
});

const events = settings.eventStream
  ? new KinesisIntegration("events", {
      summary: "Record a page event",
      model: "Event",
      requestTemplate: contactTemplate("put-event.vtl"),
    })
  : undefined;

const restApi = new RestApi("contact-us", {
  description: "A contact form, and every type of integration that API Gateway has",
  stageName: settings.stageName,
  routes: {
    "POST /contact": contact,
    "POST /contact/lambda": contactLambda,
    "POST /contact/legacy": contactLegacy,
    "GET /topics": listTopics,
    "GET /postal-codes/{country}/{code}": postalCodes,
    ...(support && { "ANY /support/{proxy+}": { integration: support, apiKeyRequired: true } }),
    "PUT /visitors/{user_id}": { integration: putVisitor, apiKeyRequired: true },
    "GET /visitors/{user_id}": { integration: getVisitor, apiKeyRequired: true },
    ...(attachments && { "PUT /attachments/{id}": { integration: attachments, apiKeyRequired: true } }),
    // A message to every subscriber: whoever sends one signs for it.
    "POST /announcements": { integration: announcements, authorization: "iam" },
    ...(events && { "POST /events": events }),
  },
  models: { Contact: contactModel, Visitor: visitorModel, Announcement: announcementModel, Event: eventModel },
  cors: { allowedOrigins },
  throttling: { rateLimit: settings.throttlingRateLimit, burstLimit: settings.throttlingBurstLimit },
  usagePlan: {
    throttling: { rateLimit: settings.usagePlanRateLimit, burstLimit: settings.usagePlanBurstLimit },
    quota: { limit: settings.usagePlanDailyQuota, period: "DAY" },
  },
  failOnWarnings: settings.failOnWarnings,
  transform: { api: explainWarnings },
  disableExecuteApiEndpoint: customDomain?.truststore !== undefined,
  logRetentionDays,
  cloudWatchRole: settings.cloudWatchRole ? new CloudWatchRole("cloudwatch") : undefined,
});

if (settings.firewallRateLimit !== undefined) {
  new Firewall("contact-us", { stage: restApi.stage, rateLimit: settings.firewallRateLimit, logRetentionDays });
}
const domain =
  customDomain && new CustomDomain("contact-us", { ...customDomain, api: restApi.api, stage: restApi.stage });

// Whoever operates the stack hears when something needs a person: docs/operations.md says what to do.
const watched = {
  api: restApi,
  queue: submissions.queue,
  deadLetterQueue: submissions.deadLetterQueue,
  consumer: submissions.consumer.function,
  functions: {
    contact: contactFunction.function,
    "legacy-crm": legacyCrm.function,
    consumer: submissions.consumer.function,
  },
  tables: { submissions: submissions.table, visitors },
  stream: events?.stream,
  privateService: desk,
};
const alarms = new Alarms("alarm", { ...watched, topicArn: operations.arn });
const dashboard = new Dashboard("dashboard", {
  ...watched,
  alarmArns: [...alarms.arns, submissions.deadLettersAlarm.arn],
});
if (settings.monthlyBudget !== undefined) {
  new MonthlyBudget("monthly", { limit: settings.monthlyBudget, topicArn: operations.arn });
}

export const url = domain?.url ?? restApi.url;
/** What a CNAME record must name where DNS is not Route 53's. */
export const domainTarget = domain?.target ?? null;
export const routes = restApi.routes;
export const queueUrl = submissions.queue.url;
export const deadLetterQueueUrl = submissions.deadLetterQueue.url;
export const tableName = submissions.table.name;
export const topicArn = submissions.topic.arn;
export const visitorsTableName = visitors.name;
export const attachmentsBucketArn = attachments?.bucketArn ?? null;
export const announcementsTopicArn = announcements.topicArn;
export const streamName = events?.streamName ?? null;
export const operationsTopicArn = operations.arn;
export const dashboardName = dashboard.dashboard.dashboardName;
export const apiKeyId = restApi.apiKey?.id;
