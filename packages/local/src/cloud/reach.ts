import type { Json, Program } from "../program/resources.ts";
import type { Cloud } from "./cloud.ts";
import { linkOf } from "./ec2/vpc-links.ts";

/**
 * Says why a request cannot reach the backend of an integration on this machine; undefined where it can.
 *
 * @param integration An `x-amazon-apigateway-integration`.
 */
export function whyUnreachable(
  { type, uri = "", connectionType, connectionId }: Json,
  program: Pick<Program, "resources">,
  { functions, unreachable }: Pick<Cloud, "functions" | "unreachable">,
): string | undefined {
  if (type === "mock") {
    return undefined;
  }
  if (connectionType === "VPC_LINK") {
    return unreachable[linkOf(connectionId, program)];
  }
  if (type === "http" || type === "http_proxy") {
    return undefined;
  }
  // A service without an endpoint is the gateway's to answer for.
  const functionArn = invokedFunction(uri);
  if (functionArn === undefined) {
    return undefined;
  }
  const isKnown = functions === undefined || functions.has(functionArn);
  return (
    unreachable[withoutVersion(functionArn)] ?? (isKnown ? undefined : `the program has no function ${functionArn}`)
  );
}

/** ARN of the function that an integration's URI invokes. */
export function invokedFunction(uri: string): string | undefined {
  return /\/functions\/(.+)\/(?:response-streaming-)?invocations$/.exec(uri)?.[1];
}

/** A function's ARN without the version or alias that may follow it. */
const withoutVersion = (arn: string) => arn.split(":").slice(0, 7).join(":");
