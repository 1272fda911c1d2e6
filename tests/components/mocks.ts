import * as pulumi from "@pulumi/pulumi";

/** A resource that a component asked for. */
export interface Made {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the resource type's own
  readonly inputs: Record<string, any>;
}

/** What a program's run under mocks gave. */
export interface Run<T> {
  readonly result: T;
  /** Every resource but components (awsx's, which is made by its own provider, is here), in the order of registration. */
  readonly resources: readonly Made[];
  /** The inputs of the one resource of that type and, if given, name. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the resource type's own
  inputs(type: string, name?: string): Record<string, any>;
  /** The names of all resources of that type. */
  names(type: string): string[];
}

const ACCOUNT = "us-east-1:123456789012";

// ARNs in the form of each service, where a component reads them apart.
const ARNS: Record<string, (name: string) => string> = {
  "aws:sqs/queue:Queue": (name) => `arn:aws:sqs:${ACCOUNT}:${name}`,
  "aws:sns/topic:Topic": (name) => `arn:aws:sns:${ACCOUNT}:${name}`,
  "aws:dynamodb/table:Table": (name) => `arn:aws:dynamodb:${ACCOUNT}:table/${name}`,
  "aws:kinesis/stream:Stream": (name) => `arn:aws:kinesis:${ACCOUNT}:stream/${name}`,
  "aws:iam/role:Role": (name) => `arn:aws:iam::123456789012:role/${name}`,
  "aws:lambda/function:Function": (name) => `arn:aws:lambda:${ACCOUNT}:function:${name}`,
  "aws:cloudwatch/logGroup:LogGroup": (name) => `arn:aws:logs:${ACCOUNT}:log-group:${name}`,
};

// Mocks make no children of a remote component, so its outputs are all there is of it.
const NETWORK = { vpcId: "vpc-1", isolatedSubnetIds: ["subnet-1", "subnet-2"], routeTables: [] };

/**
 * Runs a piece of a program without a cloud. Physical names are the program's names.
 *
 * @param make Creates the resources; what it returns is the result.
 * @throws Error when it, or any output in it, fails.
 */
export async function run<T>(make: () => T): Promise<Run<T>> {
  const resources: Made[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs, custom }) {
        if (custom || type === "awsx:ec2:Vpc") resources.push({ type, name, inputs });
        if (type === "awsx:ec2:Vpc") return { id: undefined, state: { ...inputs, ...NETWORK } };
        return { id: `${name}-id`, state: { ...inputs, ...computed(type, inputs.name ?? name) } };
      },
      call({ token, inputs }) {
        if (token === "aws:index/getPartition:getPartition") return { partition: "aws", dnsSuffix: "amazonaws.com" };
        if (token === "aws:index/getRegion:getRegion") return { region: "us-east-1" };
        throw new Error(`no mock for ${token} ${JSON.stringify(inputs)}`);
      },
    },
    "contact-us",
    "test",
    false,
  );
  const result = make();
  await pulumi.runtime.disconnect();
  return {
    result,
    resources,
    inputs(type, name) {
      const found = resources.filter((resource) => resource.type === type && (!name || resource.name === name));
      if (found.length !== 1) throw new Error(`${found.length} resources of ${type} ${name ?? ""}, expected 1`);
      return (found[0] as Made).inputs;
    },
    names: (type) => resources.filter((resource) => resource.type === type).map(({ name }) => name),
  };
}

/** The value of an output. */
export function resolved<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => output.apply((value) => resolve(value as pulumi.Unwrap<T>)));
}

// What else a component reads of a resource.
const FACTS: Record<string, (name: string) => Record<string, unknown>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 1 }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": () => ({ prefixListId: "pl-s3" }),
  "aws:lb/loadBalancer:LoadBalancer": (name) => ({ dnsName: `internal-${name}.us-east-1.elb.amazonaws.com` }),
};

function computed(type: string, name: string): Record<string, unknown> {
  const arn = ARNS[type]?.(name) ?? `arn:aws:${type.split(":")[1]?.split("/")[0]}:${ACCOUNT}:${name}`;
  return {
    name,
    arn,
    url: `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`,
    invokeArn: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`,
    executionArn: `arn:aws:execute-api:${ACCOUNT}:${name}`,
    invokeUrl: `https://${name}.execute-api.us-east-1.amazonaws.com/test`,
    ...FACTS[type]?.(name),
  };
}
