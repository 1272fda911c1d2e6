import { ACCOUNT, arnOf, REGION } from "./aws.ts";
import type { ProgramRequest } from "./resources.ts";

/** What differs from run to run. */
export type LocalValues = Pick<Required<ProgramRequest>, "url" | "queueUrl" | "apiKey">;

type Values = Record<string, unknown>;

/**
 * What AWS computes for a resource: its `id` when that is not an opaque one, its `arn`, its physical `name`, and what
 * other resources of the program read from it.
 *
 * @param digest A stable, opaque ID for this resource.
 */
// biome-ignore lint/suspicious/noExplicitAny: the inputs are each resource type's own
export function computed(type: string, name: string, inputs: any, digest: string, request: LocalValues): Values {
  const physical: string = inputs.name ?? name;
  const compute = TYPES[type];
  const arn = arnOf(type.split(":")[1]?.split("/")[0] ?? "", physical);
  return { arn, name: physical, ...compute?.({ physical, inputs, digest, request }) };
}

interface Facts {
  readonly physical: string;
  // biome-ignore lint/suspicious/noExplicitAny: the inputs are each resource type's own
  readonly inputs: any;
  readonly digest: string;
  readonly request: LocalValues;
}

const TYPES: Record<string, (facts: Facts) => Values> = {
  "aws:sqs/queue:Queue": ({ physical, request }) => {
    const url = `${request.queueUrl}/${ACCOUNT}/${physical}`;
    return { id: url, url, arn: arnOf("sqs", physical) };
  },
  "aws:sns/topic:Topic": ({ physical }) => ({ id: arnOf("sns", physical), arn: arnOf("sns", physical) }),
  "aws:dynamodb/table:Table": ({ physical }) => ({ id: physical, arn: arnOf("dynamodb", `table/${physical}`) }),
  "aws:kinesis/stream:Stream": ({ physical }) => {
    const arn = arnOf("kinesis", `stream/${physical}`);
    return { id: arn, arn };
  },
  "aws:lambda/function:Function": ({ physical }) => {
    const arn = arnOf("lambda", `function:${physical}`);
    return {
      id: physical,
      arn,
      qualifiedArn: `${arn}:$LATEST`,
      invokeArn: `arn:aws:apigateway:${REGION}:lambda:path/2015-03-31/functions/${arn}/invocations`,
      version: "$LATEST",
    };
  },
  "aws:cloudwatch/logGroup:LogGroup": ({ physical }) => ({
    id: physical,
    arn: arnOf("logs", `log-group:${physical}`),
  }),
  "aws:iam/role:Role": ({ physical }) => ({
    id: physical,
    arn: `arn:aws:iam::${ACCOUNT}:role/${physical}`,
    uniqueId: physical,
  }),
  "aws:iam/policy:Policy": ({ physical }) => ({ arn: `arn:aws:iam::${ACCOUNT}:policy/${physical}` }),
  "aws:iam/instanceProfile:InstanceProfile": ({ physical }) => ({
    id: physical,
    arn: `arn:aws:iam::${ACCOUNT}:instance-profile/${physical}`,
  }),
  "aws:apigateway/restApi:RestApi": ({ digest }) => ({
    id: digest.slice(0, 10),
    arn: `arn:aws:apigateway:${REGION}::/restapis/${digest.slice(0, 10)}`,
    executionArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${digest.slice(0, 10)}`,
    rootResourceId: digest.slice(0, 10),
  }),
  "aws:apigateway/stage:Stage": ({ inputs, request }) => ({
    arn: `arn:aws:apigateway:${REGION}::/restapis/${inputs.restApi}/stages/${inputs.stageName}`,
    invokeUrl: `${request.url}/${inputs.stageName}`,
    executionArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:${inputs.restApi}/${inputs.stageName}`,
  }),
  "aws:apigateway/apiKey:ApiKey": ({ inputs, digest, request }) => ({
    id: digest.slice(0, 10),
    value: inputs.value ?? request.apiKey,
  }),
  "aws:lb/loadBalancer:LoadBalancer": ({ physical, digest }) => ({
    arn: arnOf("elasticloadbalancing", `loadbalancer/app/${physical}/${digest.slice(0, 16)}`),
    arnSuffix: `app/${physical}/${digest.slice(0, 16)}`,
    dnsName: `internal-${physical}-1.${REGION}.elb.amazonaws.com`,
    zoneId: "Z35SXDOTRQ7X7K",
  }),
  "aws:lb/targetGroup:TargetGroup": ({ physical, digest }) => ({
    arn: arnOf("elasticloadbalancing", `targetgroup/${physical}/${digest.slice(0, 16)}`),
    arnSuffix: `targetgroup/${physical}/${digest.slice(0, 16)}`,
  }),
  "aws:lb/listener:Listener": ({ physical, digest }) => ({
    arn: arnOf("elasticloadbalancing", `listener/app/${physical}/${digest.slice(0, 16)}`),
  }),
  "aws:ec2/launchTemplate:LaunchTemplate": ({ digest }) => ({
    id: `lt-${digest}`,
    latestVersion: 1,
    defaultVersion: 1,
  }),
  "aws:ec2/securityGroup:SecurityGroup": ({ digest }) => ({ id: `sg-${digest}` }),
  "awsx:ec2:Vpc": ({ digest, inputs }) => network(digest, inputs),
};

// biome-ignore lint/suspicious/noExplicitAny: awsx's arguments
function network(digest: string, inputs: any): Values {
  const zones: number = inputs.availabilityZoneNames?.length ?? inputs.numberOfAvailabilityZones ?? 3;
  const subnets = (kind: string) =>
    Array.from({ length: zones }, (_, zone) => `subnet-${digest.slice(0, 12)}${kind}${zone}`);
  return {
    vpcId: `vpc-${digest}`,
    publicSubnetIds: subnets("a"),
    privateSubnetIds: subnets("b"),
    isolatedSubnetIds: subnets("c"),
    routeTables: [],
    routeTableAssociations: [],
    routes: [],
    subnets: [],
    natGateways: [],
    eips: [],
    vpcEndpoints: [],
  };
}
