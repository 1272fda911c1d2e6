import { readFileSync } from "node:fs";
import { type ParseArgsConfig, parseArgs } from "node:util";
import type { AccessControlOptions } from "../authorization/access-control.ts";
import { nearest } from "./nearest.ts";

/** What the command line asks for. */
export interface GatewayCliOptions {
  /** File of the OpenAPI document, or the ID of a REST API whose stage is exported. */
  readonly source: { readonly openapi: string } | { readonly restApiId: string };
  readonly port: number;
  readonly host: string;
  readonly stage: string;
  /** Base path of a custom domain's mapping; undefined where the stage begins each path. */
  readonly basePath?: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** The enabled API keys. */
  readonly apiKeys: readonly string[];
  readonly accessControl: AccessControlOptions;
  /** Base URL by ID of a VPC link: where its load balancer is on this machine. */
  readonly vpcLinks: Readonly<Record<string, string>>;
  /** Base URL by origin of HTTP integrations: where that server is on this machine. */
  readonly upstreams: Readonly<Record<string, string>>;
  /** Whether each request's execution log is printed. */
  readonly trace: boolean;
  /** Whether a document of which the import warns is refused, as `failonwarnings` does. */
  readonly strict: boolean;
  /** Whether stubs answer for backends without an address on this machine. */
  readonly stub: boolean;
}

/** A mistake on the command line; the message is one line that names it and the fix. */
export class UsageError extends Error {}

/** How the reader started the command: npm names the script that it runs. */
const COMMAND = process.env.npm_lifecycle_event === "gateway" ? "npm run gateway --" : "local-api-gateway";

export const usage = `Serves a REST API from the OpenAPI document that API Gateway exports.

Usage: ${COMMAND} --openapi FILE [options]
       ${COMMAND} --rest-api-id ID --stage NAME [options]

  --openapi FILE            OpenAPI 3.0 or Swagger 2.0 with x-amazon-apigateway-* extensions, JSON or YAML, as from
                            aws apigateway get-export --rest-api-id ID --stage-name NAME --export-type oas30
                              --parameters '{"extensions":"integrations,authorizers,apigateway"}' api.json
  --rest-api-id ID          fetch that export and the stage's variables, with the AWS SDK for JavaScript
                            (@aws-sdk/client-api-gateway), your credentials and your region
  --port N                  default 4000; 0 for any free port
  --host HOST               address to listen on; default 127.0.0.1
  --stage NAME              first segment of each path; default dev
  --base-path NAME          base path of a custom domain's mapping, in the place of the stage; empty for none
  --stage-variable KEY=VAL  may be given more than once
  --api-key KEY             a key that methods with apiKeyRequired accept; may be given more than once
  --access-key ID=SECRET    an access key that may sign requests to methods with IAM authorization; more than once
  --allow-unsigned          let requests without a signature through to those methods
  --jwks POOL=URL|FILE      key set of a Cognito user pool, for example of a local one; default Cognito's own; more than once
  --source-vpc ID           VPC that requests seem to come from, for a resource policy's aws:SourceVpc
  --source-vpce ID          VPC endpoint that requests seem to come through, for aws:SourceVpce
  --vpc-link ID=URL         where a VPC link leads on this machine; may be given more than once
  --upstream ORIGIN=URL     where HTTP integrations find a server on this machine, for example
                            https://api.example.com=http://localhost:8080; may be given more than once
  --stub                    answer for functions, services and VPC links that have no address on this machine
  --strict                  refuse a document of which API Gateway's import warns, as failonwarnings does
  --trace                   print each request's execution log
  --help                    print this

Environment: AWS_ENDPOINT_URL_<SERVICE>, as the AWS SDKs read it, says where functions and services are reached
(AWS_ENDPOINT_URL_LAMBDA=http://localhost:3001, AWS_ENDPOINT_URL_SQS=…); AWS_REGION; AWS_ACCESS_KEY_ID and
AWS_SECRET_ACCESS_KEY, with which calls to services are signed.`;

/**
 * Reads the command line.
 * @returns the options, or `help` for --help
 * @throws {UsageError} for an unknown option, a missing option, or an invalid value
 */
export function parseOptions(args: readonly string[]): GatewayCliOptions | "help" {
  const values = parse(args);
  if (values.help) return "help";
  const source = sourceOf(values.openapi, values["rest-api-id"]);
  const port = Number(values.port);
  if (values.port === "" || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port ${values.port}: give a number from 0 to 65535`);
  }
  if (!/^[\w-]{1,128}$/.test(values.stage)) {
    throw new UsageError(
      `--stage ${values.stage}: invalid stage name: give letters, digits, hyphens and underscores only`,
    );
  }
  return {
    source,
    port,
    host: values.host,
    stage: values.stage,
    ...(values["base-path"] !== undefined && { basePath: basePath(values["base-path"]) }),
    stageVariables: Object.fromEntries(values["stage-variable"].map(stageVariable)),
    apiKeys: values["api-key"],
    accessControl: {
      accessKeys: values["access-key"].map(accessKey),
      allowUnsigned: values["allow-unsigned"],
      jwks: Object.fromEntries(values.jwks.map(keySet)),
      ...(values["source-vpc"] !== undefined && { sourceVpc: values["source-vpc"] }),
      ...(values["source-vpce"] !== undefined && { sourceVpce: values["source-vpce"] }),
    },
    vpcLinks: Object.fromEntries(values["vpc-link"].map(vpcLink)),
    upstreams: Object.fromEntries(values.upstream.map(upstream)),
    trace: values.trace,
    strict: values.strict,
    stub: values.stub,
  };
}

const OPTIONS = {
  openapi: { type: "string" },
  "rest-api-id": { type: "string" },
  port: { type: "string", default: "4000" },
  host: { type: "string", default: "127.0.0.1" },
  stage: { type: "string", default: "dev" },
  "stage-variable": { type: "string", multiple: true, default: [] },
  "api-key": { type: "string", multiple: true, default: [] },
  "access-key": { type: "string", multiple: true, default: [] },
  "allow-unsigned": { type: "boolean", default: false },
  "base-path": { type: "string" },
  "source-vpc": { type: "string" },
  "source-vpce": { type: "string" },
  jwks: { type: "string", multiple: true, default: [] },
  "vpc-link": { type: "string", multiple: true, default: [] },
  upstream: { type: "string", multiple: true, default: [] },
  trace: { type: "boolean", default: false },
  strict: { type: "boolean", default: false },
  stub: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} satisfies ParseArgsConfig["options"];

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: OPTIONS,
    });
    return values;
  } catch (error) {
    const [message = ""] = (error as Error).message.split(/\.(?:\s|$)/);
    const [, given] = /^Unknown option '--([^']+)'/.exec(message) ?? [];
    const name = given && nearest(given, Object.keys(OPTIONS));
    throw new UsageError(`${message}${name ? `, did you mean --${name}?` : ";"} --help lists the options`);
  }
}

function sourceOf(openapi: string | undefined, restApiId: string | undefined): GatewayCliOptions["source"] {
  if (openapi && restApiId) throw new UsageError("--openapi and --rest-api-id: give one of them");
  if (openapi) return { openapi };
  if (restApiId) return { restApiId };
  throw new UsageError("--openapi is missing: give the file of an OpenAPI document, or a REST API with --rest-api-id");
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html */
function stageVariable(text: string): [string, string] {
  const [, name, value] = /^(\w+)=([\w.~:/?#&=,-]+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError(
      `--stage-variable ${text}: give NAME=VALUE, in letters, digits and, in the value, -._~:/?#&=,`,
    );
  }
  return [name, value];
}

function accessKey(text: string): { accessKeyId: string; secretAccessKey: string } {
  const [, accessKeyId, secretAccessKey] = /^(\w{4,128})=(.+)$/.exec(text) ?? [];
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    // The secret itself stays out of the message.
    throw new UsageError("--access-key: give ID=SECRET, for example AKIDEXAMPLE=secret");
  }
  return { accessKeyId, secretAccessKey };
}

function keySet(text: string): [string, NonNullable<AccessControlOptions["jwks"]>[string]] {
  const [, pool, source] = /^([\w-]+)=(.+)$/.exec(text) ?? [];
  if (pool === undefined || source === undefined) {
    const example = "us-east-1_abc=http://localhost:9229/us-east-1_abc/.well-known/jwks.json";
    throw new UsageError(`--jwks ${text}: give POOL=URL or POOL=FILE, for example ${example}`);
  }
  if (/^https?:\/\//.test(source) && URL.canParse(source)) return [pool, source];
  try {
    const keys = JSON.parse(readFileSync(source, "utf8"));
    if (Array.isArray(keys.keys)) return [pool, keys];
  } catch (error) {
    throw new UsageError(`--jwks ${source}: ${(error as Error).message}`);
  }
  throw new UsageError(`--jwks ${source}: not a JSON Web Key Set, which has a list "keys"`);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html */
function basePath(text: string): string {
  const path = text.replace(/^\//, "");
  if (!/^[\w.\-/~]*$/.test(path)) throw new UsageError(`--base-path ${text}: letters, digits and -._~/ only`);
  return path;
}

function vpcLink(text: string): [string, string] {
  const [, id, url] = /^([^=]+)=(https?:\/\/.+)$/.exec(text) ?? [];
  if (id === undefined || url === undefined || !URL.canParse(url)) {
    throw new UsageError(`--vpc-link ${text}: give ID=URL, for example abc123=http://localhost:8080`);
  }
  return [id, url];
}

function upstream(text: string): [string, string] {
  const [, origin, url] = /^(https?:\/\/[^=/]+)=(https?:\/\/.+)$/.exec(text) ?? [];
  if (origin === undefined || url === undefined || !URL.canParse(origin) || !URL.canParse(url)) {
    throw new UsageError(
      `--upstream ${text}: give ORIGIN=URL, for example https://api.example.com=http://localhost:8080`,
    );
  }
  return [origin, url];
}
