/** Where a mock cloud pretends to be, and what it hands out. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** Base URL of queues, without account and name. Default: AWS's own. */
  readonly queueUrl?: string;
  /** Base URL of the API, without the stage. Default: AWS's own. */
  readonly apiUrl?: string;
  /** Value of the API keys whose value the program leaves to AWS. */
  readonly apiKey?: string;
  /** An opaque ID for a resource. Default: `${name}-id`. */
  readonly opaqueId?: (type: string, name: string) => string;
}

/** A resource as the program asks for it. */
export interface Asked {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the resource type's own
  readonly inputs: any;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * What AWS computes for a resource: `id`, `arn`, the physical `name`, and what other resources read from it. Physical
 * names are the program's names.
 */
export function computedOutputs({ type, name, inputs }: Asked, place: Place): Values & { readonly id: string } {
  const id = place.opaqueId?.(type, name) ?? `${name}-id`;
  const physical: string = inputs.name ?? (inputs.namePrefix ? `${inputs.namePrefix}1` : name);
  const arn = (service: string, resource: string) => `arn:aws:${service}:${place.region}:${place.account}:${resource}`;
  const service = type.split(/[:/]/)[1] ?? "";
  const special = OUTPUTS[type]?.({ id, physical, inputs, place, arn });
  return { id, arn: arn(service, physical), name: physical, ...special };
}

interface Facts {
  readonly id: string;
  readonly physical: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the resource type's own
  readonly inputs: any;
  readonly place: Place;
  readonly arn: (service: string, resource: string) => string;
}

const OUTPUTS: Readonly<Record<string, (facts: Facts) => Values>> = {
  "aws:sqs/queue:Queue": ({ physical, inputs, place, arn }) => {
    // The provider ends the name of a FIFO queue as SQS requires.
    const name = inputs.fifoQueue && !physical.endsWith(".fifo") ? `${physical}.fifo` : physical;
    const base = place.queueUrl ?? `https://sqs.${place.region}.amazonaws.com`;
    const url = `${base}/${place.account}/${name}`;
    return { id: url, url, name, arn: arn("sqs", name) };
  },
  "aws:sns/topic:Topic": ({ physical, inputs, arn }) => {
    const name = inputs.fifoTopic && !physical.endsWith(".fifo") ? `${physical}.fifo` : physical;
    return { id: arn("sns", name), name, arn: arn("sns", name) };
  },
  "aws:s3/bucket:Bucket": ({ physical, inputs, place }) => {
    const bucket: string = inputs.bucket ?? physical;
    return { id: bucket, bucket, arn: `arn:aws:s3:::${bucket}`, bucketRegion: place.region };
  },
  "aws:cloudwatch/eventBus:EventBus": ({ physical, arn }) => ({
    id: physical,
    arn: arn("events", `event-bus/${physical}`),
  }),
  "aws:sfn/stateMachine:StateMachine": ({ physical, arn }) => {
    const stateMachineArn = arn("states", `stateMachine:${physical}`);
    return { id: stateMachineArn, arn: stateMachineArn };
  },
  "aws:dynamodb/table:Table": ({ physical, arn }) => ({ id: physical, arn: arn("dynamodb", `table/${physical}`) }),
  "aws:kinesis/stream:Stream": ({ physical, arn }) => {
    const streamArn = arn("kinesis", `stream/${physical}`);
    return { id: streamArn, arn: streamArn };
  },
  "aws:cognito/userPool:UserPool": ({ id, place, arn }) => {
    const poolId = `${place.region}_${id}`;
    return { id: poolId, arn: arn("cognito-idp", `userpool/${poolId}`) };
  },
  "aws:kms/key:Key": ({ id, arn }) => ({ arn: arn("kms", `key/${id}`), keyId: id }),
  "aws:lambda/function:Function": ({ physical, place, arn }) => {
    const functionArn = arn("lambda", `function:${physical}`);
    return {
      id: physical,
      arn: functionArn,
      qualifiedArn: `${functionArn}:$LATEST`,
      invokeArn: `arn:aws:apigateway:${place.region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
      version: "$LATEST",
    };
  },
  "aws:cloudwatch/logGroup:LogGroup": ({ physical, arn }) => ({
    id: physical,
    arn: arn("logs", `log-group:${physical}`),
  }),
  "aws:iam/role:Role": ({ physical, place }) => ({
    id: physical,
    arn: `arn:aws:iam::${place.account}:role/${physical}`,
    uniqueId: physical,
  }),
  "aws:iam/policy:Policy": ({ physical, place }) => ({ arn: `arn:aws:iam::${place.account}:policy/${physical}` }),
  "aws:iam/instanceProfile:InstanceProfile": ({ physical, place }) => ({
    id: physical,
    arn: `arn:aws:iam::${place.account}:instance-profile/${physical}`,
  }),
  "aws:apigateway/restApi:RestApi": ({ id, place, arn }) => ({
    arn: `arn:aws:apigateway:${place.region}::/restapis/${id}`,
    executionArn: arn("execute-api", id),
    rootResourceId: id,
  }),
  "aws:apigateway/stage:Stage": ({ inputs, place, arn }) => ({
    arn: `arn:aws:apigateway:${place.region}::/restapis/${inputs.restApi}/stages/${inputs.stageName}`,
    invokeUrl: `${place.apiUrl ?? `https://${inputs.restApi}.execute-api.${place.region}.amazonaws.com`}/${inputs.stageName}`,
    executionArn: arn("execute-api", `${inputs.restApi}/${inputs.stageName}`),
  }),
  "aws:apigateway/deployment:Deployment": ({ inputs, place, arn }) => {
    const stage: string = inputs.stageName ?? "";
    const base = place.apiUrl ?? `https://${inputs.restApi}.execute-api.${place.region}.amazonaws.com`;
    return { invokeUrl: `${base}/${stage}`, executionArn: arn("execute-api", `${inputs.restApi}/${stage}`) };
  },
  // The component of @pulumi/aws-apigateway, which its own provider makes.
  "aws-apigateway:index:RestAPI": ({ id, physical, inputs, place, arn }) => {
    const stageName: string = inputs.stageName ?? "stage";
    const base = place.apiUrl ?? `https://${id}.execute-api.${place.region}.amazonaws.com`;
    return {
      api: { id, name: physical, rootResourceId: id, executionArn: arn("execute-api", id) },
      deployment: { id: `${id}-deployment`, executionArn: arn("execute-api", `${id}/`) },
      stage: { id: `${id}-stage`, stageName, invokeUrl: `${base}/${stageName}` },
      url: `${base}/${stageName}/`,
    };
  },
  "aws:apigateway/apiKey:ApiKey": ({ id, inputs, place }) => ({ value: inputs.value ?? place.apiKey ?? `${id}-value` }),
  "aws:lb/loadBalancer:LoadBalancer": ({ id, physical, place, arn }) => ({
    arn: arn("elasticloadbalancing", `loadbalancer/app/${physical}/${id}`),
    arnSuffix: `app/${physical}/${id}`,
    dnsName: `internal-${physical}-1.${place.region}.elb.amazonaws.com`,
    zoneId: "Z35SXDOTRQ7X7K",
  }),
  "aws:lb/targetGroup:TargetGroup": ({ id, physical, arn }) => ({
    arn: arn("elasticloadbalancing", `targetgroup/${physical}/${id}`),
    arnSuffix: `targetgroup/${physical}/${id}`,
  }),
  "aws:lb/listener:Listener": ({ id, physical, arn }) => ({
    arn: arn("elasticloadbalancing", `listener/app/${physical}/${id}`),
  }),
  "aws:acm/certificate:Certificate": ({ id, inputs, arn }) => ({
    arn: arn("acm", `certificate/${id}`),
    domainValidationOptions: [
      {
        domainName: inputs.domainName,
        resourceRecordName: `_proof.${inputs.domainName}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: "_proof.acm-validations.aws.",
      },
    ],
  }),
  "aws:route53/record:Record": ({ inputs }) => ({ fqdn: inputs.name }),
  "aws:apigateway/domainName:DomainName": ({ id, place }) => ({
    regionalDomainName: `d-${id}.execute-api.${place.region}.amazonaws.com`,
    regionalZoneId: "Z1UJRXOUMOOFQ8",
  }),
  "aws:ec2/launchTemplate:LaunchTemplate": () => ({ latestVersion: 1, defaultVersion: 1 }),
  "aws:ec2/vpcEndpoint:VpcEndpoint": () => ({ prefixListId: "pl-s3" }),
  "awsx:ec2:Vpc": ({ id, inputs }) => vpc(id, inputs),
};

// biome-ignore lint/suspicious/noExplicitAny: awsx's arguments
function vpc(id: string, inputs: any): Values {
  const zones: number = inputs.availabilityZoneNames?.length ?? inputs.numberOfAvailabilityZones ?? 3;
  const subnets = (kind: string) => Array.from({ length: zones }, (_, zone) => `subnet-${id}-${kind}-${zone + 1}`);
  return {
    vpcId: `vpc-${id}`,
    publicSubnetIds: subnets("public"),
    privateSubnetIds: subnets("private"),
    isolatedSubnetIds: subnets("isolated"),
    routeTables: [],
    routeTableAssociations: [],
    routes: [],
    subnets: [],
    natGateways: [],
    eips: [],
    vpcEndpoints: [],
  };
}

/**
 * AWS's answer to a provider function such as `aws.getRegion`, without its arguments.
 *
 * @returns Undefined for a function that the mock cloud does not know.
 */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the function's own
export function functionResult(token: string, inputs: any, { account, region }: Place): Values | undefined {
  switch (token) {
    case "aws:index/getRegion:getRegion":
      return { id: region, region, name: region, description: region };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { id: account, accountId: account, arn: `arn:aws:iam::${account}:user/test`, userId: "test" };
    case "aws:index/getPartition:getPartition":
      return { id: "aws", partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
    case "aws:index/getAvailabilityZones:getAvailabilityZones": {
      const names = ["a", "b", "c"].map((zone) => `${region}${zone}`);
      return { id: region, names, zoneIds: ["use1-az1", "use1-az2", "use1-az4"] };
    }
    case "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings": {
      // Each zone offers each type that is asked for.
      const values = (name: string): string[] =>
        (inputs.filters ?? []).find((filter: { name: string }) => filter.name === name)?.values ?? [];
      const offered = values("location").flatMap((location) =>
        values("instance-type").map((instanceType) => ({ location, instanceType })),
      );
      return {
        id: region,
        instanceTypes: offered.map(({ instanceType }) => instanceType),
        locations: offered.map(({ location }) => location),
        locationTypes: offered.map(() => "availability-zone"),
      };
    }
    case "aws:ssm/getParameter:getParameter":
      return {
        id: inputs.name,
        arn: `arn:aws:ssm:${region}::parameter${inputs.name}`,
        type: "String",
        value: "ami-00000000000000000",
        version: 1,
      };
    case "aws:iam/getPolicyDocument:getPolicyDocument":
      return { id: "policy", ...policyDocument(inputs) };
    default:
      return undefined;
  }
}

/** Whether the mock cloud has an answer of its own to a provider function. */
export function knows(token: string): boolean {
  return functionResult(token, {}, { account: "", region: "" }) !== undefined;
}

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/getpolicydocument/ */
// biome-ignore lint/suspicious/noExplicitAny: the shape is the function's own
function policyDocument({ statements = [], policyId, version = "2012-10-17" }: any): {
  json: string;
  minifiedJson: string;
} {
  // biome-ignore lint/suspicious/noExplicitAny: see above
  const Statement = statements.map(({ sid, effect = "Allow", principals, conditions, ...lists }: any) => ({
    Sid: sid,
    Effect: effect,
    Action: lists.actions,
    NotAction: lists.notActions,
    Resource: lists.resources,
    NotResource: lists.notResources,
    Principal: principals && principalsOf(principals),
    Condition: conditions && conditionsOf(conditions),
  }));
  const document = { Version: version, Id: policyId, Statement };
  return { json: JSON.stringify(document, null, 2), minifiedJson: JSON.stringify(document) };
}

function principalsOf(principals: { type: string; identifiers: string[] }[]): unknown {
  const all = principals.some(({ type, identifiers }) => type === "*" && identifiers.includes("*"));
  return all ? "*" : Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers]));
}

function conditionsOf(conditions: { test: string; variable: string; values: string[] }[]): unknown {
  const operators: Record<string, Record<string, string[]>> = {};
  for (const { test, variable, values } of conditions) operators[test] = { ...operators[test], [variable]: values };
  return operators;
}
