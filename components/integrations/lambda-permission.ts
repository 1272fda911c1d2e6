import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LambdaFunction } from "../lambda/lambda-function.ts";
import type { Route } from "./integration.ts";

/**
 * Creates the permission with which API Gateway calls a function for one route of one API, at any stage.
 *
 * @param name The integration's name; the permission's name is made from it and the route.
 * @param executionArn The API's execution ARN, without stage, method or path.
 * @param parent The integration.
 */
export function createRoutePermission(
  name: string,
  lambda: LambdaFunction,
  route: Route,
  executionArn: pulumi.Input<string>,
  parent: pulumi.Resource,
): aws.lambda.Permission {
  return new aws.lambda.Permission(
    `${name}-${routeName(route)}`,
    {
      function: lambda.function.name,
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: pulumi.interpolate`${executionArn}${routeArnSuffix(route)}`,
    },
    { parent },
  );
}

/**
 * What follows the execution ARN in the ARN with which API Gateway calls on behalf of a route: any stage, the method,
 * and the path with a `*` for each path variable.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
 */
export function routeArnSuffix({ method, path }: Route): string {
  return `/*/${method === "ANY" ? "*" : method}${path.replace(/\{[^}]+\}/g, "*")}`;
}

/** A route as part of a resource's name: `POST /contact/{id}` is `post-contact-id`. */
export function routeName({ method, path }: Route): string {
  const words = path.split(/[^A-Za-z0-9_]+/).filter((word) => word !== "");
  return [method.toLowerCase(), ...words].join("-");
}
