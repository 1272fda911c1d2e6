import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Transform, transformed } from "../transform.ts";
import type { ConnectedApi, Route } from "./integration.ts";

/** What an integration uses of a function: an `aws.lambda.Function` or a `CallbackFunction` fits. */
export interface FunctionReference {
  readonly name: pulumi.Input<string>;
  readonly invokeArn: pulumi.Input<string>;
}

/** Changes of what an integration creates for its function. */
export interface PermissionTransform {
  /** The permission of each route; a function gets the resource's name, which tells them apart. */
  readonly permission?: Transform<aws.lambda.PermissionArgs>;
}

/** A function, or a component that has one, such as `LambdaFunction`. */
export type FunctionSource = FunctionReference | { readonly function: FunctionReference };

/** The function itself. */
export function functionOf(source: FunctionSource): FunctionReference {
  return "function" in source ? source.function : source;
}

/**
 * Creates the permission with which API Gateway calls a function for one route of one API, at any stage.
 *
 * @param parent The integration.
 * @param name The integration's name.
 */
export function createRoutePermission(
  parent: pulumi.Resource,
  name: string,
  lambda: FunctionReference,
  route: Route,
  api: ConnectedApi,
  transform: PermissionTransform | undefined,
): aws.lambda.Permission {
  return createInvokePermission(
    parent,
    uniqueName(`${name}-${routeWords(route)}`, [name, api.name, route.method, route.path]),
    lambda,
    pulumi.interpolate`${api.executionArn}${routeArnSuffix(route)}`,
    transform,
    // The name was once made of the route's words alone, which two routes or two APIs can share.
    [{ name: `${name}-${routeWords(route)}` }],
  );
}

/**
 * Creates a permission with which API Gateway calls a function.
 *
 * @param sourceArn The part of an API that may call it, in the form of an execution ARN.
 */
export function createInvokePermission(
  parent: pulumi.Resource,
  name: string,
  lambda: FunctionReference,
  sourceArn: pulumi.Output<string>,
  transform: PermissionTransform | undefined,
  aliases?: pulumi.Alias[],
): aws.lambda.Permission {
  return new aws.lambda.Permission(
    ...transformed<aws.lambda.PermissionArgs>(
      transform?.permission,
      name,
      {
        function: lambda.name,
        action: "lambda:InvokeFunction",
        principal: "apigateway.amazonaws.com",
        sourceArn,
      },
      { parent, aliases },
    ),
  );
}

/** A permission's name in words, and a hash of its parts that tells apart what has the same words. */
export function uniqueName(words: string, parts: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return `${words.slice(0, MAX_WORDS)}-${hash.slice(0, 8)}`;
}

// The provider makes a statement's id of the name and 8 characters; the id has up to 100, letters, digits, - and _.
const MAX_WORDS = 80;

/**
 * What follows the execution ARN in the ARN with which API Gateway calls on behalf of a route: any stage, the method,
 * and the path with a `*` for each path variable.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
 */
export function routeArnSuffix({ method, path }: Route): string {
  return `/*/${method === "ANY" ? "*" : method}${path.replace(/\{[^}]+\}/g, "*")}`;
}

function routeWords({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z0-9_]+/).filter((word) => word !== "");
  return [method.toLowerCase(), ...words].join("-");
}
