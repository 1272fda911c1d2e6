import type { Context } from "aws-lambda";
import { createGateway, type Gateway, type Invoke } from "local-api-gateway";
import { lambdaError } from "../../packages/local/src/cloud/lambda/errors.ts";
import { callersOf } from "../../packages/local/src/program/callers.ts";
import { stageVariables, upstreamOrigins } from "../../packages/local/src/program/operations.ts";
import { runProgram } from "../../packages/local/src/program/program.ts";
import { ofType } from "../../packages/local/src/program/resources.ts";
import { type Recorder, startRecorder } from "./recorder.ts";

/** The stack's API in this process, over backends that note what they get. */
export interface RecordedStack {
  readonly gateway: Gateway;
  /** What URLs begin with. */
  readonly base: string;
  readonly apiKey: string;
  readonly recorder: Recorder;
  close(): Promise<void>;
}

const STAGE = "dev";

/**
 * Runs the program and serves its document in this process, its functions with it. Anybody may publish announcements, so that
 * generated ones get further than the check of their signature; nothing is throttled.
 */
export async function startRecordedStack(): Promise<RecordedStack> {
  const recorder = await startRecorder();
  const { urls } = recorder;
  const program = await runProgram({ queueUrl: urls.sqs });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SQS: urls.sqs,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    QUEUE_URL: String(program.outputs.queueUrl),
    ALLOWED_ORIGINS: "http://localhost:3000",
    POWERTOOLS_LOG_LEVEL: "SILENT",
  });
  const { usagePlans = [] } = callersOf(program, STAGE);
  const gateway = createGateway(program.document, {
    stage: STAGE,
    stageVariables: stageVariables(program),
    usagePlans: usagePlans.map(({ name, apiKeys }) => ({ name, apiKeys })),
    accessControl: { allowUnsigned: true },
    endpoints: { ...urls, lambda: urls.sqs },
    vpcLinks: Object.fromEntries(Object.values(stageVariables(program)).map((link) => [link, urls.desk])),
    upstreams: Object.fromEntries(upstreamOrigins(program.document).map((origin) => [origin, urls.postal])),
    invoke: await functions(),
    // Traces are kept, as npm start keeps them: making them is part of what a request costs.
    onTrace: () => {},
  });
  const [key] = ofType(program, "aws:apigateway/apiKey:ApiKey");
  return {
    gateway,
    base: `/${STAGE}`,
    apiKey: String(key?.outputs.value),
    recorder,
    async close() {
      await gateway.close();
      await recorder.close();
    },
  };
}

type Handler = (event: never, context: Context) => Promise<unknown>;

/** The functions behind the API; their modules read the environment when they are loaded. */
async function functions(): Promise<Invoke> {
  const handlers: Readonly<Record<string, Handler>> = {
    "contact-function": (await import("../../handlers/contact/index.ts")).handler,
    "legacy-crm": (await import("../../handlers/legacy-crm/index.ts")).handler,
  };
  return async (functionArn, payload) => {
    const name = functionArn.split(":").at(-1) ?? "";
    const handler = handlers[name];
    if (!handler) throw new Error(`no function ${name}`);
    const event = JSON.parse(payload.toString()) as never;
    try {
      const result = await handler(event, { functionName: name, awsRequestId: "local" } as Context);
      return { payload: Buffer.from(JSON.stringify(result)) };
    } catch (error) {
      const { errorType, errorMessage } = lambdaError(error);
      return { payload: Buffer.from(JSON.stringify({ errorType, errorMessage })), functionError: "Unhandled" };
    }
  };
}
