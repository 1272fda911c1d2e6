import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { nameOf, REGION } from "../../program/aws.ts";
import type { PackedFile, Resource } from "../../program/resources.ts";
import { credentialsOf } from "../access/access.ts";
import { handlerOf } from "./runnable.ts";

/** A function of the program, ready to be started. */
export interface FunctionSettings {
  readonly name: string;
  readonly arn: string;
  /** URL of the module on disk. */
  readonly module: string;
  /** Name of the module's export. */
  readonly handler: string;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Unpacks a function's archive and gives it the environment that Lambda would.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 *
 * @param folder Where archives are unpacked.
 * @param shared Variables that every function gets: the services' endpoints.
 * @throws Error naming the function that localhost cannot run, and why.
 */
export function unpack(resource: Resource, folder: string, shared: Record<string, string>): FunctionSettings {
  const { inputs, outputs } = resource;
  const handler = handlerOf(resource);
  const { accessKeyId, secretAccessKey } = credentialsOf(inputs.role, outputs.name);
  const home = path.join(folder, outputs.name);
  for (const [name, file] of Object.entries<PackedFile>(inputs.code?.files ?? {})) {
    unpackFile(path.join(home, name), file);
  }
  linkSdk(home);
  const memorySize: number = inputs.memorySize ?? 128;
  return {
    name: outputs.name,
    arn: outputs.arn,
    module: pathToFileURL(path.join(home, handler.file)).href,
    handler: handler.name,
    timeout: inputs.timeout ?? 3,
    memorySize,
    environment: {
      AWS_EXECUTION_ENV: `AWS_Lambda_${inputs.runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: outputs.name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_GROUP_NAME: inputs.loggingConfig?.logGroup ?? `/aws/lambda/${outputs.name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: "localhost",
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      LAMBDA_TASK_ROOT: home,
      _HANDLER: inputs.handler,
      TZ: ":UTC",
      // Localhost has no X-Ray daemon.
      POWERTOOLS_TRACE_ENABLED: "false",
      // In AWS the bundles run on the newest Node.js; here they run on the developer's version.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      ...shared,
      ...inputs.environment?.variables,
    },
  };
}

/** Lambda's Node.js runtimes have the AWS SDK: what an archive does not bring comes from this project, as far as it is there. */
function linkSdk(home: string): void {
  const place = path.join(home, "node_modules/@aws-sdk");
  if (!existsSync(place) && existsSync(SDK)) {
    mkdirSync(path.dirname(place), { recursive: true });
    symlinkSync(SDK, place, "junction");
  }
}

const SDK = fileURLToPath(new URL("../../../../../node_modules/@aws-sdk", import.meta.url));

function unpackFile(target: string, file: PackedFile): void {
  mkdirSync(path.dirname(target), { recursive: true });
  if (typeof file === "string") {
    writeFileSync(target, file);
  } else if ("path" in file) {
    cpSync(file.path, target, { recursive: true, dereference: true });
  }
}

/** A function's name from its ARN or name, with or without a version. */
export function functionName(arnOrName: string): string {
  return /:function:([^:]+)/.exec(arnOrName)?.[1] ?? nameOf(arnOrName.replace(/:.*$/, ""));
}
