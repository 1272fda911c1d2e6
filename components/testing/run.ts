import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import * as debuggable from "@pulumi/pulumi/runtime/debuggable.js";
import { type MockCloudOptions, type Registered, startMockCloud } from "./mock-cloud.ts";
import { readProject } from "./project.ts";

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
  const cloud = await startMockCloud(pulumi, options);
  const result = await failing(async () => {
    const made = await make();
    await cloud.settled();
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

/** How a whole program is run. The project's name is its own. */
export interface ProgramOptions extends Omit<MockCloudOptions, "project" | "secretKeys"> {
  /** Settings in the place of the project's and the stack's, by full key, for example `shop:topicName`. */
  readonly config?: Readonly<Record<string, unknown>>;
}

let programs = 0;

/**
 * Runs the program of a Pulumi project without a cloud, with the settings that `Pulumi.yaml` and `Pulumi.<stack>.yaml` give
 * it, and `aws:region` where they have none. The program's own module runs anew each time; the modules that it imports
 * run once in a process. Node.js must be able to load the module: TypeScript with `--import tsx`, or as Node.js 22.18 does.
 *
 * @param directory Folder of `Pulumi.yaml`.
 * @throws Error of the project's files, and as `run` does.
 */
export async function runProgram(
  directory: string,
  options: ProgramOptions = {},
): Promise<Run<Record<string, unknown>>> {
  const { stack = "dev", region = "us-east-1" } = options;
  const project = readProject(path.resolve(directory), stack);
  const { href } = pathToFileURL(project.main);
  // An ES module runs anew for another URL, but a CommonJS module is cached by its path.
  delete createRequire(import.meta.url).cache[realpathSync(project.main)];
  return run<Promise<Record<string, unknown>>>(() => import(`${href}?run=${programs++}`), {
    ...options,
    stack,
    project: project.name,
    config: { "aws:region": region, ...project.config, ...options.config },
    secretKeys: project.secretKeys,
  });
}

/** Milliseconds for a program with a failure to end by itself, with the error that says most. */
const GRACE = 200;

/** Runs `task`; throws what it throws, and what Pulumi reports through rejections that nobody awaits. */
async function failing<T>(task: () => Promise<T>): Promise<T> {
  const errors: unknown[] = [];
  let fail: (error: unknown) => void = () => undefined;
  // What depends on a resource that failed is never registered, so that the task may not end by itself.
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const note = (error: unknown) => {
    if (errors.push(error) === 1) setTimeout(fail, GRACE, error);
  };
  // A test runner's own listener, such as that of node:test, would fail the test that expects the error.
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", note);
  try {
    const result = await Promise.race([task(), failed]);
    if (errors.length > 0) throw errors[0];
    return result;
  } catch (error) {
    // One failure rejects several promises, some of them later, and leaves others open, which Pulumi would report at the exit.
    await setImmediate();
    Object(debuggable).leakedPromises();
    throw error;
  } finally {
    process.off("unhandledRejection", note);
    for (const other of others) process.on("unhandledRejection", other);
  }
}

/** The value of an output. */
export function resolved<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T>> {
  return new Promise((resolve) => output.apply((value) => resolve(value as pulumi.Unwrap<T>)));
}
