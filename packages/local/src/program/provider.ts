import { createHash } from "node:crypto";
import type { runtime } from "@pulumi/pulumi";
import { ACCOUNT, REGION } from "./aws.ts";
import { computed, type LocalValues } from "./computed.ts";
import type { Resource } from "./resources.ts";

/** Stands in for the cloud's providers: records what the program asks for and answers with what AWS would compute. */
export class LocalProvider implements runtime.Mocks {
  /** Every resource of the program, components included, in the order of registration. */
  readonly resources: Resource[] = [];
  readonly #request: LocalValues;

  constructor(request: LocalValues) {
    this.#request = request;
  }

  newResource(args: runtime.MockResourceArgs): runtime.MockResourceResult {
    if (args.type === "pulumi:pulumi:Stack") {
      return { id: undefined, state: {} };
    }
    // AWS's IDs are letters and digits, and the same program must get the same document at each start.
    const digest = createHash("sha256").update(`${args.type}/${args.name}`).digest("hex").slice(0, 17);
    const outputs = computed(args.type, args.name, args.inputs, digest, this.#request);
    const id = String(outputs.id ?? digest);
    const state = { ...args.inputs, ...outputs, id: undefined };
    this.resources.push({ type: args.type, name: args.name, id, inputs: args.inputs, outputs: state });
    return { id: args.custom ? id : undefined, state };
  }

  call(args: runtime.MockCallArgs): Record<string, unknown> {
    const answer = CALLS[args.token];
    if (!answer) {
      throw new Error(`The program calls ${args.token}, which has no answer on localhost: add it to ${PLACE}.`);
    }
    return { ...args.inputs, ...answer(args.inputs) };
  }
}

const PLACE = "CALLS in packages/local/src/program/provider.ts";

// biome-ignore lint/suspicious/noExplicitAny: the arguments are each function's own
const CALLS: Record<string, (inputs: any) => Record<string, unknown>> = {
  "aws:index/getRegion:getRegion": () => ({ id: REGION, region: REGION, name: REGION, description: "localhost" }),
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({
    id: ACCOUNT,
    accountId: ACCOUNT,
    arn: `arn:aws:iam::${ACCOUNT}:user/local`,
    userId: "local",
  }),
  "aws:index/getPartition:getPartition": () => ({
    id: "aws",
    partition: "aws",
    dnsSuffix: "amazonaws.com",
    reverseDnsPrefix: "com.amazonaws",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": () => ({
    id: REGION,
    names: ["a", "b", "c"].map((zone) => `${REGION}${zone}`),
    zoneIds: ["use1-az1", "use1-az2", "use1-az3"],
  }),
  "aws:ssm/getParameter:getParameter": (inputs) => ({
    id: inputs.name,
    arn: `arn:aws:ssm:${REGION}::parameter${inputs.name}`,
    type: "String",
    value: "ami-00000000000000000",
    version: 1,
  }),
};
