import type { Resource, ResourceRule } from "./rule.ts";

type Inputs = Resource["inputs"];

const ANYWHERE = ["0.0.0.0/0", "::/0"];

/** Types that are a way in from the internet, and what makes them one. */
const PUBLIC: Readonly<Record<string, (inputs: Inputs) => string | undefined>> = {
  "aws:ec2/eip:Eip": () => "is a public address",
  // An internet gateway that no route leads to, which awsx attaches to every network, lets nothing in.
  "aws:ec2/route:Route": (inputs) =>
    inputs.gatewayId !== undefined && isAnywhere([inputs.destinationCidrBlock, inputs.destinationIpv6CidrBlock])
      ? "leads to the internet: remove it"
      : undefined,
  "aws:ec2/natGateway:NatGateway": () => "has a public address",
  "aws:ec2/subnet:Subnet": (inputs) =>
    inputs.mapPublicIpOnLaunch === true
      ? "gives instances public addresses: set mapPublicIpOnLaunch to false"
      : undefined,
  "aws:ec2/instance:Instance": (inputs) =>
    inputs.associatePublicIpAddress === false
      ? undefined
      : "may get a public address: set associatePublicIpAddress to false",
  "aws:ec2/launchTemplate:LaunchTemplate": (inputs) => {
    const networks: Inputs[] = inputs.networkInterfaces ?? [];
    const closed = networks.length > 0 && networks.every((network) => isFalse(network.associatePublicIpAddress));
    return closed ? undefined : "may give its instances public addresses: set associatePublicIpAddress to false";
  },
  "aws:lb/loadBalancer:LoadBalancer": (inputs) =>
    inputs.internal === true ? undefined : "faces the internet: set internal to true",
  "aws:ec2/securityGroup:SecurityGroup": openGroup,
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": openGroup,
  "aws:ec2/securityGroupRule:SecurityGroupRule": (inputs) =>
    inputs.type === "ingress" && (isAnywhere(inputs.cidrBlocks ?? []) || isAnywhere(inputs.ipv6CidrBlocks ?? []))
      ? "lets the whole internet in: name its sources"
      : undefined,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": (inputs) =>
    isAnywhere([inputs.cidrIpv4, inputs.cidrIpv6]) ? "lets the whole internet in: name its source" : undefined,
  "awsx:ec2:Vpc": (inputs) => {
    const types = (inputs.subnetSpecs ?? []).map(({ type }: { type: string }) => type.toLowerCase());
    const closed = types.length > 0 && types.every((type: string) => type === "isolated");
    return closed && inputs.natGateways?.strategy === "None"
      ? undefined
      : "has subnets with a way to the internet: make them isolated, without NAT gateways";
  },
};

function openGroup(inputs: Inputs): string | undefined {
  const isOpen = (rule: Inputs) => isAnywhere(rule.cidrBlocks ?? []) || isAnywhere(rule.ipv6CidrBlocks ?? []);
  return (inputs.ingress ?? []).some(isOpen)
    ? "lets the whole internet in: name the sources of its ingress"
    : undefined;
}

export const noPublicAddress: ResourceRule = {
  name: "no-public-address",
  description: "Nothing but API Gateway itself is reached from the internet.",
  check({ type, name, inputs }) {
    const message = PUBLIC[type]?.(inputs);
    return message === undefined ? [] : [{ subject: name, message }];
  },
};

function isAnywhere(ranges: readonly unknown[]): boolean {
  return ranges.some((range) => ANYWHERE.includes(String(range)));
}

function isFalse(value: unknown): boolean {
  return value === false || value === "false";
}
