import { type BrokenTemplate, createGateway, DocumentError, describeBroken, type Gateway } from "local-api-gateway";
import type { Trace, TraceStore } from "local-api-gateway/trace";
import { createLocalApi, type LocalContext } from "./api/api.ts";
import type { Changes } from "./api/events.ts";
import { notesOn } from "./banner.ts";
import type { Access } from "./cloud/access/access.ts";
import { type Cloud, startCloud } from "./cloud/cloud.ts";
import { whyUnreachable } from "./cloud/reach.ts";
import type { Reserved } from "./cloud/serve.ts";
import { callInProcess } from "./cloud/service.ts";
import { type Ports, SERVICES, type Services } from "./cloud/services.ts";
import type { Switches } from "./cloud/switches.ts";
import { type StartOptions, UserError } from "./options.ts";
import { callersOf } from "./program/callers.ts";
import { stageVariables } from "./program/operations.ts";
import { ofType, type Program, REST_API_COMPONENT } from "./program/resources.ts";
import { readTemplateFiles } from "./program/template-files.ts";
import { type Unserved, withUnserved } from "./program/unserved.ts";
import { createSite } from "./server.ts";
import type { Terminal } from "./terminal.ts";
import { unknownRoute, unknownVariables } from "./unknown.ts";

/** What stays from one version of the program to the next: ports, services and their contents, switches, traces. */
export interface Host {
  readonly options: StartOptions;
  /** Base URL of the server. */
  readonly url: string;
  readonly site: Reserved;
  readonly ports: Ports;
  readonly services: Services;
  readonly access: Access;
  readonly switches: Switches;
  readonly traces: TraceStore;
  readonly changes: Changes;
  readonly current: LocalContext["current"];
  readonly onChange: () => void;
  readonly terminal: Terminal;
  /** What differs from AWS whatever the program, a sentence each. */
  readonly notes: readonly string[];
}

/** One version of the program, as it is served. */
export interface Version {
  readonly program: Program;
  readonly stage: string;
  /** Undefined where the program has no API key. */
  readonly apiKey: string | undefined;
  /** What differs from AWS in this run, a sentence each. */
  readonly notes: readonly string[];
  readonly cloud: Cloud;
  readonly gateway: Gateway;
  /** Text of each `.vtl` file of the project when the version was made. */
  readonly templateFiles: Readonly<Record<string, string>>;
}

/**
 * Serves a version of the program in the place of the previous one, whose requests under way go on.
 *
 * @throws UserError for a document that API Gateway refuses. The previous version is then served as before.
 * @throws BrokenTemplates where the version has mapping templates that do not compile, and replaces another one.
 */
export async function serveVersion(host: Host, program: Program, previous?: Version): Promise<Version> {
  const { options, access, ports, switches, onChange, url, traces, changes, site, terminal } = host;
  const { offline, retry: retrySeconds } = options;
  const cloud = await startCloud({
    program,
    ports,
    switches,
    offline,
    retrySeconds,
    onChange,
    terminal,
    previous: previous?.cloud,
  });
  const stage = stageOf(program);
  const onTrace = (trace: Trace) => {
    traces.add(trace);
    changes.emit("trace", trace);
    terminal.request(trace, program.document);
  };
  const templateFiles = readTemplateFiles(program.directory);
  let served: ReturnType<typeof serveDocument>;
  try {
    served = serveDocument(host, program, stage, cloud, templateFiles, onTrace);
    if (previous && served.gateway.brokenTemplates.length > 0) {
      throw new BrokenTemplates(served.gateway.brokenTemplates);
    }
  } catch (error) {
    await cloud.abandon();
    throw error;
  }
  const { gateway, unserved } = served;
  access.learn(program);
  cloud.takeOver();
  const [apiKey] = ofType(program, "aws:apigateway/apiKey:ApiKey").map(({ outputs }): string => outputs.value);
  const notes = [
    ...gateway.brokenTemplates.map((broken) => `Broken template, answers 500: ${describeBroken(broken)}`),
    ...host.notes,
    ...program.notes,
    ...unknownRoute(options.traceRoute, program.document),
    ...unknownVariables(process.env, program.name, SERVICES, program.document),
    ...access.notes(),
    ...unserved.map(({ route, reason }) => `${route} answers 501: ${reason}.`),
    ...notesOn(program, gateway, ports, cloud, retrySeconds),
  ];
  const { services, current } = host;
  const { endpoints } = ports;
  const trial = (document: Program["document"], onTrial: (trace: Trace) => void) =>
    serveDocument(host, { ...program, document }, stage, cloud, templateFiles, (trace) => {
      onTrace(trace);
      onTrial(trace);
    }).gateway;
  const shared = {
    program,
    endpoints,
    services,
    cloud,
    switches,
    traces,
    url,
    stage,
    apiKey,
    notes,
    changes,
    current,
    trial,
    templateFiles,
  };
  site.serve(
    createSite({
      stage,
      gateway: gateway.handle,
      local: createLocalApi(shared),
      host: options.host,
      port: site.port,
    }),
  );
  return { program, stage, apiKey, notes, cloud, gateway, templateFiles };
}

/** Mapping templates that do not compile. */
export class BrokenTemplates extends Error {
  readonly templates: readonly BrokenTemplate[];

  constructor(templates: readonly BrokenTemplate[]) {
    super(templates.map(describeBroken).join("\n"));
    this.templates = templates;
  }
}

/** Name of the program's stage, the first of several; a program may have it in its deployment, and a RestAPI component has one. */
export function stageOf(program: Program): string {
  const types = ["aws:apigateway/stage:Stage", "aws:apigateway/deployment:Deployment", REST_API_COMPONENT];
  const names = types.flatMap((type) => ofType(program, type)).map(({ inputs }): string => inputs.stageName);
  return names.find((name) => name) ?? "stage";
}

/** @throws UserError for a document that API Gateway refuses, or a backend that localhost does not have. */
function serveDocument(
  { ports, access, terminal }: Host,
  program: Program,
  stage: string,
  cloud: Cloud,
  templateFiles: Version["templateFiles"],
  onTrace: (trace: Trace) => void,
): { gateway: Gateway; unserved: Unserved[] } {
  const { functions, vpcLinks, upstreams } = cloud;
  const upstreamUrls = Object.entries(upstreams).map(([origin, { url }]) => [origin, url]);
  try {
    const { document, unserved } = withUnserved(program.document, (integration) =>
      whyUnreachable(integration, program, cloud),
    );
    const gateway = createGateway(document, {
      stage,
      stageVariables: stageVariables(program),
      ...callersOf(program, stage),
      endpoints: ports.endpoints,
      vpcLinks,
      upstreams: Object.fromEntries(upstreamUrls),
      templateFiles,
      invoke:
        functions &&
        access.guard(async (functionArn, payload) => {
          const outcome = await functions.invoke(functionArn, payload.toString());
          terminal.calledByGateway(functionArn, outcome);
          return outcome;
        }),
      assumeRole: access.assumeRole,
      callInProcess,
      failMissingServices: true,
      onTrace,
    });
    return { gateway, unserved };
  } catch (error) {
    throw error instanceof DocumentError ? new UserError(`The program's API: ${error.message}`) : error;
  }
}
