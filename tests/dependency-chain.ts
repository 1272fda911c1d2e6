import { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { runProgram } from "../components/testing/run.ts";

/** A resource as the engine gets it. */
export interface Deployed {
  readonly urn: string;
  /** URNs of the resources that it waits for. */
  readonly dependencies: readonly string[];
}

/** The part of Pulumi's request that is read. https://github.com/pulumi/pulumi/blob/master/proto/pulumi/resource.proto */
interface Request {
  getDependenciesList(): string[];
  getPropertydependenciesMap(): { forEach(visit: (of: { getUrnsList(): string[] }) => void): void };
}

/** All resources of the dev stack, components included, in the order in which an engine without a cloud gets them. */
export async function runDeployed(): Promise<Deployed[]> {
  const deployed: Deployed[] = [];
  const monitor = MockMonitor.prototype;
  const { registerResource } = monitor;
  monitor.registerResource = function (this: MockMonitor, request: Request, answer) {
    return registerResource.call(this, request, (error, response) => {
      const dependencies = new Set(request.getDependenciesList());
      request.getPropertydependenciesMap().forEach((of) => {
        for (const urn of of.getUrnsList()) dependencies.add(urn);
      });
      if (response) deployed.push({ urn: response.getUrn(), dependencies: [...dependencies] });
      answer(error, response);
    });
  };
  try {
    await runProgram(".", { stack: "dev" });
  } finally {
    monitor.registerResource = registerResource;
  }
  return deployed;
}

/** URNs of the longest chain, in which each resource waits for the one before: what an update takes one after the other. */
export function longestChain(deployed: readonly Deployed[]): string[] {
  const byUrn = new Map(deployed.map((resource) => [resource.urn, resource]));
  const chains = new Map<string, string[]>();
  function chainTo(urn: string): string[] {
    const known = chains.get(urn);
    if (known) return known;
    const before = (byUrn.get(urn)?.dependencies ?? []).filter((each) => byUrn.has(each)).map(chainTo);
    const chain = [...(before.toSorted((a, b) => b.length - a.length)[0] ?? []), urn];
    chains.set(urn, chain);
    return chain;
  }
  return [...byUrn.keys()].map(chainTo).toSorted((a, b) => b.length - a.length)[0] ?? [];
}
