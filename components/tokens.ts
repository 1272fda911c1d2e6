import * as pulumi from "@pulumi/pulumi";

/** The type token of one of this library's components. */
export function typeToken(component: string): string {
  return `api-gateway-integrations:index:${component}`;
}

/** The component's options, by which the engine knows it by a former type token, so that nothing inside is replaced. */
export function withFormerType(
  opts: pulumi.ComponentResourceOptions | undefined,
  type: string,
): pulumi.ComponentResourceOptions {
  return pulumi.mergeOptions(opts, { aliases: [{ type }] });
}
