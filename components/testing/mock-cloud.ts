import { setImmediate } from "node:timers/promises";
import { computedOutputs, functionResult, type Place } from "./facts.ts";

/** A copy of `@pulumi/pulumi`: a program may have one of its own. */
export type Pulumi = typeof import("@pulumi/pulumi");

/** A resource that the program registered. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** False for a component. */
  readonly custom: boolean;
  /** URN and ID of the provider that the program chose; empty for the default one. */
  readonly provider: string;
  readonly id: string;
  /** What the program asked for; in a preview, `pulumi.isUnknown` tells the values that are not known yet. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the resource type's own
  readonly inputs: Record<string, any>;
  /** The inputs, and what AWS computes: `arn`, `url`, `name` … */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the resource type's own
  readonly outputs: Record<string, any>;
}

/** How a mock cloud is set up. */
export interface MockCloudOptions extends Partial<Place> {
  /** Default `project`. */
  readonly project?: string;
  /** Default `stack`. */
  readonly stack?: string;
  readonly organization?: string;
  /** Whether the program runs as in `pulumi preview` of a new stack: no resource has outputs yet. Default false. */
  readonly preview?: boolean;
  /** Settings by full key, for example `aws:region`; other values than strings are written as JSON. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Keys of the settings that are secret. */
  readonly secretKeys?: readonly string[];
  /**
   * The result of a provider function, by its token, for example `aws:index/getRegion:getRegion`.
   * Return undefined for the mock cloud's own answer.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the function's own
  readonly call?: (token: string, inputs: any) => Record<string, unknown> | undefined;
}

/**
 * A cloud for programs under test: it creates nothing, records what the program registers, and answers with what AWS would
 * compute. Like the engine it refuses two resources of one URN.
 */
export interface MockCloud {
  /** All resources, components included, in the order of their registration. */
  readonly resources: readonly Registered[];
  /** Waits until nothing registers resources any more: an output's `apply` may do so long after the program's last line. */
  settled(): Promise<void>;
}

/**
 * Connects Pulumi's runtime, which is global to the process, to a new mock cloud. Register resources after that.
 *
 * @param pulumi The copy of `@pulumi/pulumi` that the program imports.
 */
export async function startMockCloud(pulumi: Pulumi, options: MockCloudOptions = {}): Promise<MockCloud> {
  const { project = "project", stack = "stack", preview = false, config = {}, secretKeys = [] } = options;
  const place: Place = { account: "123456789012", region: "us-east-1", ...options };
  const resources: Registered[] = [];
  const urns: string[] = [];
  pulumi.runtime.setAllConfig(Object.fromEntries(Object.entries(config).map(([key, value]) => [key, asText(value)])), [
    ...secretKeys,
  ]);
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs, custom = false, provider = "" }) {
        if (type === "pulumi:pulumi:Stack") return { id: undefined, state: {} };
        const { id, ...computed } = computedOutputs({ type, name, inputs }, place);
        const outputs = { ...inputs, ...computed };
        // The URN is only known to the monitor, which makes it just after this call.
        const index = resources.length;
        resources.push({
          get urn() {
            return urns[index] ?? "";
          },
          type,
          name,
          custom,
          provider,
          id,
          inputs,
          outputs,
        });
        return preview ? { id: undefined, state: inputs } : { id: custom ? id : undefined, state: outputs };
      },
      call({ token, inputs }) {
        const answer = options.call?.(token, inputs) ?? functionResult(token, inputs, place);
        if (answer === undefined) throw unknownFunction(token);
        return { ...inputs, ...answer };
      },
    },
    project,
    stack,
    preview,
    options.organization,
  );
  makeUrns(pulumi, project, stack, urns);
  return {
    resources,
    async settled() {
      for (let quiet = 0, count = 0; quiet < 2; count = resources.length) {
        await pulumi.runtime.disconnect();
        await setImmediate();
        quiet = resources.length === count ? quiet + 1 : 0;
      }
    },
  };
}

/**
 * Makes URNs as the engine does: with the types of all parents, and each URN once. The runtime's own mocks name only the
 * nearest parent, and take the same URN again.
 */
function makeUrns({ runtime }: Pulumi, project: string, stack: string, urns: string[]): void {
  const monitor: { newUrn?: (parent: string, type: string, name: string) => string } = Object(runtime.getMonitor());
  const stackUrn = `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;
  const seen = new Set<string>();
  monitor.newUrn = (parent, type, name) => {
    const parentType = parent === "" || parent === stackUrn ? "" : `${parent.split("::")[2]}$`;
    const urn = `urn:pulumi:${stack}::${project}::${parentType}${type}::${name}`;
    if (seen.has(urn)) throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    seen.add(urn);
    if (urn !== stackUrn) urns.push(urn);
    return urn;
  };
}

function unknownFunction(token: string): Error {
  const details = `the mock cloud has no answer for ${token}: give it one with "call"`;
  // Pulumi shows only the details of an error that it takes for one of gRPC.
  return Object.assign(new Error(details), { details });
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
