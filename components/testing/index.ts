/**
 * Unit tests of Pulumi programs, without a cloud.
 *
 * @example
 * const program = await runProgram(".", { stack: "dev" });
 * assert.equal(program.inputs("aws:sqs/queue:Queue", "orders").sqsManagedSseEnabled, true);
 * assert.equal(operationOf(documentOf(program), "POST /orders")["x-amazon-apigateway-integration"].type, "aws");
 */
export { documentOf, operationOf, operationsOf } from "./document.ts";
export type { Place } from "./facts.ts";
export type { MockCloudOptions, Registered } from "./mock-cloud.ts";
export { proxyEvent, type RequestFields, templateRequest, templateResponse } from "./requests.ts";
export { type ProgramOptions, type Run, resolved, run, runProgram } from "./run.ts";
