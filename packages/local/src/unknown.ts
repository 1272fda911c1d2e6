import { nearest } from "local-api-gateway/cli";
import { apiKeyVariable, variablePrefix } from "./program/api-key.ts";
import { integrationType, operationsOf } from "./program/operations.ts";
import type { Json } from "./program/resources.ts";

/** A sentence's end that names the nearest known name, or else nothing. */
function suggestion(given: string, known: readonly string[]): string {
  const name = nearest(given, known);
  return name === undefined ? "" : ` Did you mean ${name}?`;
}

/**
 * One line for an error of `parseArgs`, with the nearest option where the given one is unknown.
 *
 * @param options The names of the options.
 * @param help The command that lists them.
 */
export function optionError(error: unknown, options: readonly string[], help: string): string {
  // Node's message goes on with advice on positional arguments.
  const [message = ""] = (error as Error).message.split(/\.(?:\s|$)|\n/);
  const [, given] = /^Unknown option '(--?[^']+)'/.exec(message) ?? [];
  const known = options.map((option) => `--${option}`);
  return `${message}.${given === undefined ? "" : suggestion(given, known)} See ${help}`;
}

/**
 * The settings of a project that its Pulumi.yaml does not declare, a sentence each. A project that declares none of its own
 * is left alone, as Pulumi lets a program read what it likes.
 *
 * @param project What Pulumi.yaml says.
 * @param keys The keys that were set, of the project's own namespace with or without it.
 * @param source Where they were set, such as `Pulumi.dev.yaml`.
 */
export function unknownSettings(project: Json, keys: readonly string[], source: string): string[] {
  const prefix = `${project.name}:`;
  const own = (key: string) => (key.startsWith(prefix) ? key.slice(prefix.length) : key);
  const known = Object.keys(project.config ?? {}).map(own);
  if (!known.some((key) => !key.includes(":"))) {
    return [];
  }
  return keys
    .map(own)
    .filter((key) => !key.includes(":") && !known.includes(key))
    .map((key) => `${source} sets ${key}, which Pulumi.yaml does not declare.${suggestion(key, known)}`);
}

/**
 * What of the section `localhost` of a stack's file has no effect, a sentence each.
 *
 * @param known Names of its parts, each of which has settings by name.
 * @param source The stack's file.
 */
export function unknownParts(section: Json, known: readonly string[], source: string): string[] {
  return Object.entries<unknown>(section).flatMap(([name, value]) => {
    if (!known.includes(name)) return [`${source}: localhost has no ${name}.${suggestion(name, known)}`];
    return isObject(value) ? [] : [`${source}: ${name} of localhost has no effect: give settings by name.`];
  });
}

/** Whether a value has others by name. */
export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Says that no route is the one whose execution logs were asked for; empty where one is. */
export function unknownRoute(given: string | undefined, document: Json): string[] {
  const routes = operationsOf(document);
  const [path, method] = (given ?? "").split(" ").reverse();
  const isKnown = routes.some((route) => route.path === path && [undefined, route.method].includes(method));
  // Every method goes to an ANY route.
  if (given === undefined || isKnown || routes.some((route) => route.path === path && route.method === "ANY")) {
    return [];
  }
  const known = routes.map((route) => (method === undefined ? route.path : `${route.method} ${route.path}`));
  return [`--trace ${given}: the API has no such route.${suggestion(given, known)}`];
}

/**
 * The environment variables that look as if they were meant for localhost and have no effect, a sentence each.
 *
 * @param project The project's name, with which its variables begin.
 * @param services The services whose endpoints can be put elsewhere.
 * @param document The API: the gateway reads the variables of further services that it calls.
 */
export function unknownVariables(
  environment: NodeJS.ProcessEnv,
  project: string,
  services: readonly string[],
  document: Json,
): string[] {
  const prefix = variablePrefix(project);
  // The acceptance tests read the second.
  const own = [apiKeyVariable(project), `${prefix}URL`];
  const endpoints = services.map((service) => `AWS_ENDPOINT_URL_${service.toUpperCase()}`);
  const callsOthers = operationsOf(document).some(({ operation }) => {
    const integration: Json = operation["x-amazon-apigateway-integration"] ?? {};
    return integration.type === "aws" && !services.includes(integrationType(integration));
  });
  return Object.keys(environment).flatMap((name) => {
    const known = name.startsWith("AWS_ENDPOINT_URL_") ? endpoints : name.startsWith(prefix) ? own : [name];
    const hint = suggestion(name, known);
    const mayBeRead = known === endpoints && callsOthers && hint === "";
    return known.includes(name) || mayBeRead ? [] : [`The variable ${name} has no effect here.${hint}`];
  });
}
