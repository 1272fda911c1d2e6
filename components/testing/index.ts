/**
 * Unit tests of Pulumi programs, without a cloud.
 *
 * @example
 * const { inputs } = await run(() => import("../index.ts"), { project: "shop", config: { "aws:region": "us-east-1" } });
 * assert.equal(inputs("aws:sqs/queue:Queue", "orders").sqsManagedSseEnabled, true);
 */
export type { Place } from "./facts.ts";
export { type MockCloud, type MockCloudOptions, type Registered, startMockCloud } from "./mock-cloud.ts";
export { type Run, resolved, run } from "./run.ts";
