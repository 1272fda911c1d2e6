import type * as pulumi from "@pulumi/pulumi";

/**
 * A change of a resource inside a component, for what the component has no argument for: arguments that replace the
 * component's own, or a function that changes arguments and options in place.
 *
 * @typeParam Args The resource's arguments, for example `aws.sqs.QueueArgs`.
 */
export type Transform<Args> = Partial<Args> | ((args: Args, opts: pulumi.CustomResourceOptions, name: string) => void);

/** The constructor's arguments of a resource inside a component, after its transform. */
export function transformed<Args extends object>(
  transform: Transform<Args> | undefined,
  name: string,
  args: Args,
  opts: pulumi.CustomResourceOptions,
): [name: string, args: Args, opts: pulumi.CustomResourceOptions] {
  if (typeof transform !== "function") return [name, { ...args, ...transform }, opts];
  const changed = { args: { ...args }, opts: { ...opts } };
  transform(changed.args, changed.opts, name);
  return [name, changed.args, changed.opts];
}
