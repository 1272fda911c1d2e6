import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { type MockCloud, type MockCloudOptions, type Registered, startMockCloud } from "./mock-cloud.ts";

/** What a run of a program gave. */
export interface Run<T> {
  /** What the program returned; of a module, its exports. */
  readonly result: T;
  /** Every resource but the components of the program, in the order of registration. */
  readonly resources: readonly Registered[];
  /** Every component, in the order of registration. */
  readonly components: readonly Registered[];
  /**
   * The inputs of the one resource of that type and, if given, name.
   *
   * @throws Error when there are several such resources, or none.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the resource type's own
  inputs(type: string, name?: string): Record<string, any>;
  /** The names of all resources of that type. */
  names(type: string): string[];
}

/**
 * Runs a program, or a piece of one, without a cloud, and waits until all its resources are registered.
 *
 * @param make Creates the resources, for example `() => import("../index.ts")`. It may be asynchronous.
 * @throws Error of the program, of an output in it, or of a resource that cannot be registered.
 */
export async function run<T>(make: () => T, options?: MockCloudOptions): Promise<Run<Awaited<T>>> {
  const cloud = await startMockCloud(options);
  const result = await failing(async () => {
    const made = await make();
    await settled(cloud);
    return made;
  });
  // awsx's components come from a provider of their own: the program sees none of their children.
  const isOfProgram = ({ type, custom }: Registered) => !custom && !type.startsWith("awsx:");
  const resources = cloud.resources.filter((resource) => !isOfProgram(resource));
  return {
    result,
    resources,
    components: cloud.resources.filter(isOfProgram),
    inputs(type, name) {
      const [found, ...others] = resources.filter((each) => each.type === type && (!name || each.name === name));
      if (found === undefined || others.length > 0) {
        throw new Error(`expected one resource of ${type} ${name ?? ""}, got ${found ? others.length + 1 : 0}`);
      }
      return found.inputs;
    },
    names: (type) => resources.filter((each) => each.type === type).map(({ name }) => name),
  };
}

/** Waits until nothing registers resources any more: an output's `apply` may do so long after the program's last line. */
async function settled({ resources }: MockCloud): Promise<void> {
  for (let quiet = 0, count = 0; quiet < 2; count = resources.length) {
    await pulumi.runtime.disconnect();
    await setImmediate();
    quiet = resources.length === count ? quiet + 1 : 0;
  }
}

/** Runs `task`; throws what it throws, and what Pulumi reports through rejections that nobody awaits. */
async function failing<T>(task: () => Promise<T>): Promise<T> {
  const errors: unknown[] = [];
  const note = (error: unknown) => {
    errors.push(error);
  };
  process.on("unhandledRejection", note);
  try {
    const result = await task();
    if (errors.length > 0) throw errors[0];
    return result;
  } finally {
    process.off("unhandledRejection", note);
  }
}

/** The value of an output. */
export function resolved<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => output.apply((value) => resolve(value as pulumi.Unwrap<T>)));
}
