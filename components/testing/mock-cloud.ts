import { setImmediate } from "node:timers/promises";
import { computedOutputs, functionResult, type Place } from "./facts.ts";

export { knows } from "./facts.ts";

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
  const urns = createUrns(project, stack);
  pulumi.runtime.setAllConfig(Object.fromEntries(Object.entries(config).map(([key, value]) => [key, asText(value)])), [
    ...secretKeys,
  ]);
  await pulumi.runtime.setMocks(
    {
      async newResource({ type, name, custom = false, provider = "", ...asked }) {
        if (type === "pulumi:pulumi:Stack") return { id: undefined, state: {} };
        const inputs = hasResource(pulumi, asked.inputs) ? await withIds(pulumi, asked.inputs) : asked.inputs;
        const { id, ...computed } = computedOutputs({ type, name, inputs }, place);
        const outputs = { ...inputs, ...computed };
        // The URN is only known to the monitor, which makes it just after this call.
        const urn = urns.expect(type, name);
        resources.push({
          get urn() {
            return urn.value;
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
  Object.assign(Object(pulumi.runtime.getMonitor()), { newUrn: urns.make });
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
function createUrns(project: string, stack: string) {
  const stackUrn = `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;
  const seen = new Set<string>();
  const expected = new Map<string, { value: string }[]>();
  return {
    /** The URN that `make` will give the next resource of that type and name. */
    expect(type: string, name: string): { readonly value: string } {
      const urn = { value: "" };
      const key = `${type}::${name}`;
      expected.set(key, [...(expected.get(key) ?? []), urn]);
      return urn;
    },
    make(parent: string, type: string, name: string): string {
      const parentType = parent === "" || parent === stackUrn ? "" : `${parent.split("::")[2]}$`;
      const value = `urn:pulumi:${stack}::${project}::${parentType}${type}::${name}`;
      if (seen.has(value)) throw new Error(`Duplicate resource URN '${value}'; try giving it a unique name`);
      seen.add(value);
      const urn = expected.get(`${type}::${name}`)?.shift();
      if (urn) urn.value = value;
      return value;
    },
  };
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function hasResource(pulumi: Pulumi, value: unknown): boolean {
  if (Array.isArray(value) || isPlain(value)) return Object.values(value).some((item) => hasResource(pulumi, item));
  return pulumi.Resource.isInstance(value);
}

/** The inputs with the IDs of resources in their places, which is what a provider of AWS gets. */
async function withIds(pulumi: Pulumi, inputs: Registered["inputs"]): Promise<Registered["inputs"]> {
  const entries = Object.entries(inputs).map(async ([key, item]) => [key, await withId(pulumi, item)]);
  return Object.fromEntries(await Promise.all(entries));
}

async function withId(pulumi: Pulumi, value: unknown): Promise<unknown> {
  if (pulumi.Resource.isInstance(value)) {
    const { id, urn } = value as unknown as { id?: IdOutput; urn: IdOutput };
    const output = id ?? urn;
    return (await output.isKnown) ? output.promise() : pulumi.unknown;
  }
  if (Array.isArray(value)) return Promise.all(value.map((item) => withId(pulumi, item)));
  return isPlain(value) ? withIds(pulumi, value) : value;
}

/** An output's value, and whether it is known, as Pulumi's runtime reads them. */
interface IdOutput {
  readonly isKnown: Promise<boolean>;
  promise(): Promise<string>;
}

function unknownFunction(token: string): Error {
  const details = `the mock cloud has no answer for ${token}: give it one with "call"`;
  // Pulumi shows only the details of an error that it takes for one of gRPC.
  return Object.assign(new Error(details), { details });
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
