import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../arguments.ts";
import type { PolicyDocument } from "../openapi.ts";

/** How callers reach an API, and from where. */
export interface EndpointArgs {
  /** `PRIVATE` is for callers inside a VPC, through an interface endpoint of `execute-api`. Default `REGIONAL`. */
  readonly endpointType?: "REGIONAL" | "EDGE" | "PRIVATE";
  /** IDs of the VPC endpoints through which a private API is called; their DNS names then lead to it. Default: none. */
  readonly vpcEndpointIds?: readonly pulumi.Input<string>[];
  /**
   * The resource policy, as JSON or its text; `execute-api:/*` as resource stands for the whole API. It is a part of
   * the API's document: an `aws.apigateway.RestApiPolicy` beside it would be dropped at each change of the document.
   * Default: none, or for a private API with `vpcEndpointIds` one that lets in only what comes through them.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
   */
  readonly policy?: pulumi.Input<string | PolicyDocument>;
  /** Whether the API is served at its custom domains alone. Default false. */
  readonly disableExecuteApiEndpoint?: boolean;
}

/** @throws ArgumentError that names the argument. */
export function checkEndpoint({ endpointType = "REGIONAL", vpcEndpointIds = [], policy }: EndpointArgs): void {
  if (vpcEndpointIds.length > 0 && endpointType !== "PRIVATE") {
    refuse("vpcEndpointIds", `expected them with endpointType "PRIVATE" alone, got "${endpointType}"`);
  }
  if (typeof policy === "string" && !isJson(policy)) refuse("policy", `expected JSON, got "${policy}"`);
  if (endpointType === "PRIVATE" && vpcEndpointIds.length === 0 && policy === undefined) {
    refuse(
      "policy",
      "expected a policy, or vpcEndpointIds, because a private API without one refuses every call, got undefined",
    );
  }
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

/** The resource policy of an API's document. */
export function policyOf({ vpcEndpointIds = [], policy }: EndpointArgs): pulumi.Output<PolicyDocument | undefined> {
  return pulumi.output({ policy, vpcEndpointIds }).apply((known): PolicyDocument | undefined => {
    if (typeof known.policy === "string") return JSON.parse(known.policy);
    return known.policy ?? (known.vpcEndpointIds.length > 0 ? onlyThrough(known.vpcEndpointIds) : undefined);
  });
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html */
function onlyThrough(vpcEndpointIds: readonly string[]): PolicyDocument {
  const statement = { Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" };
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Deny", ...statement, Condition: { StringNotEquals: { "aws:SourceVpce": vpcEndpointIds } } },
      { Effect: "Allow", ...statement },
    ],
  };
}
