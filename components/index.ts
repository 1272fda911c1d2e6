/**
 * Every Amazon API Gateway integration type as a Pulumi component, and the REST API that they make.
 *
 * @example
 * new RestApi("api", { routes: { "POST /contact": new SqsIntegration("contact", { model: "Contact" }) }, … });
 */
export { ArgumentError } from "./arguments.ts";
export { DynamoDbIntegration, type DynamoDbIntegrationArgs, type TableReference } from "./integrations/dynamodb.ts";
export {
  type BusReference,
  EventBridgeIntegration,
  type EventBridgeIntegrationArgs,
} from "./integrations/eventbridge.ts";
export type { FormArgs } from "./integrations/form.ts";
export { HttpIntegration, type HttpIntegrationArgs } from "./integrations/http.ts";
export {
  type BodyIntegrationArgs,
  type ConnectedApi,
  Integration,
  type IntegrationArgs,
  type Route,
} from "./integrations/integration.ts";
export { KinesisIntegration, type KinesisIntegrationArgs, type StreamReference } from "./integrations/kinesis.ts";
export { LambdaIntegration, type LambdaIntegrationArgs, type MappedResponse } from "./integrations/lambda.ts";
export type { FunctionReference, FunctionSource } from "./integrations/lambda-permission.ts";
export { LambdaProxyIntegration, type LambdaProxyIntegrationArgs } from "./integrations/lambda-proxy.ts";
export { MockIntegration, type MockIntegrationArgs, type MockScenario } from "./integrations/mock.ts";
export { PrivateIntegration, type PrivateIntegrationArgs } from "./integrations/private.ts";
export { type BucketReference, S3Integration, type S3IntegrationArgs } from "./integrations/s3.ts";
export { SnsIntegration, type SnsIntegrationArgs, type TopicReference } from "./integrations/sns.ts";
export { type QueueReference, SqsIntegration, type SqsIntegrationArgs } from "./integrations/sqs.ts";
export { SqsBatchIntegration, type SqsBatchIntegrationArgs } from "./integrations/sqs-batch.ts";
export {
  type StateMachineReference,
  StepFunctionsIntegration,
  type StepFunctionsIntegrationArgs,
} from "./integrations/step-functions.ts";
export { LambdaFunction, type LambdaFunctionArgs } from "./lambda/lambda-function.ts";
export type { JsonSchema, OpenApiDocument, Operation } from "./openapi.ts";
export { Alarms, type AlarmsArgs } from "./operations/alarms.ts";
export { Dashboard, type DashboardArgs } from "./operations/dashboard.ts";
export type { BalancedService, Watched } from "./operations/metrics.ts";
export { MonthlyBudget, type MonthlyBudgetArgs } from "./operations/monthly-budget.ts";
export { OperationsTopic, type OperationsTopicArgs } from "./operations/operations-topic.ts";
export { PrivateBucket, type PrivateBucketArgs, type PrivateBucketTransform } from "./private-bucket.ts";
export type { ListenerTls } from "./private-service/load-balancer.ts";
export { type Placement, readPlacement } from "./private-service/placement.ts";
export { PrivateService, type PrivateServiceArgs } from "./private-service/private-service.ts";
export type { PrivateServiceTransform } from "./private-service/transform.ts";
export type { UsagePlan } from "./rest-api/api-key.ts";
export {
  type Authorizer,
  type CognitoAuthorizerArgs,
  cognitoAuthorizer,
  LambdaAuthorizer,
  type LambdaAuthorizerArgs,
} from "./rest-api/authorizers.ts";
export { CloudWatchRole, type CloudWatchRoleArgs } from "./rest-api/cloudwatch-role.ts";
export type { Cors } from "./rest-api/cors.ts";
export { CustomDomain, type CustomDomainArgs, type Truststore } from "./rest-api/custom-domain.ts";
export type { EndpointArgs } from "./rest-api/endpoint.ts";
export { Firewall, type FirewallArgs } from "./rest-api/firewall.ts";
export type { RouteCache, StageCache, Throttling } from "./rest-api/method-settings.ts";
export { RestApi, type RestApiArgs, type RouteRow } from "./rest-api/rest-api.ts";
export type { RouteArgs, Routes } from "./rest-api/route-args.ts";
export type { Canary, StageArgs, StageSettings } from "./rest-api/stage.ts";
export { requireQueueTls, requireTopicTls, tlsOnly } from "./secure-transport.ts";
export type { RoleTransform, Statement } from "./service-role.ts";
export type { TemplateSource } from "./templates/templates.ts";
export type { Transform } from "./transform.ts";
