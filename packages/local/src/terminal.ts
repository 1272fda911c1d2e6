import type { Trace, TraceOutcome } from "local-api-gateway/trace";
import { formatExecutionLog, outcomeOf } from "local-api-gateway/trace";
import type { Outcome } from "./cloud/lambda/functions.ts";
import { integrationType } from "./program/operations.ts";
import type { Json, Program } from "./program/resources.ts";

/** Milliseconds that a function's lines wait for the line of the request that called it. */
const HELD_MS = 250;

/** Milliseconds in which lines are gathered. */
const PRINT_MS = 10;

/** What the terminal prints. */
export interface TerminalOptions {
  /** Whether requests, function logs, retries and dead letters are left out. */
  readonly quiet: boolean;
  /** Whether execution logs are printed. */
  readonly trace: boolean;
  /** The only route whose execution logs are printed: `POST /contact`, or a path for all its methods. */
  readonly traceRoute?: string;
  /** Whether the output is in colour. */
  readonly colour: boolean;
  /** Prints one or more lines. */
  readonly print: (lines: string) => void;
}

/** Messages of a queue on which its function failed. */
export interface FailedMessages {
  readonly queue: string;
  /** SQS messages, with their `ApproximateReceiveCount`. */
  readonly messages: readonly Json[];
  readonly retrySeconds: number;
  /** The queue's redrive policy; undefined: a message is retried until its retention ends. */
  readonly redrive?: { readonly deadLetterQueue: string; readonly maxReceiveCount: number };
}

/** Prints what happens, a line each. */
export interface Terminal {
  /** A request, with the lines of the function that it called, and its execution log where that was asked for. */
  request(trace: Trace, document: Program["document"]): void;
  /** The lines of a function that API Gateway called: they stand under the request's line. */
  calledByGateway(functionArn: string, outcome: Outcome): void;
  /** The lines of a function that a queue or a caller of Lambda's API invoked. */
  invoked(arnOrName: string, outcome: Outcome): void;
  /** Messages that are retried, or become dead letters. */
  failed(failed: FailedMessages): void;
}

/** The terminal of this process, in colour where it is one that wants that. */
export function terminalOf(options: Pick<TerminalOptions, "quiet" | "trace" | "traceRoute">): Terminal {
  const { quiet, trace, traceRoute } = options;
  const colour = isColoured(process.env, process.stdout.isTTY);
  return createTerminal({ quiet, trace, traceRoute, colour, print: printAtOnce() });
}

/**
 * Prints what comes within a moment with one write: each write to a terminal or a pipe is a system call that wakes its reader, and under
 * load a line for each request took ten of its microseconds.
 */
function printAtOnce(): (lines: string) => void {
  let pending: string[] = [];
  function flush(): void {
    if (pending.length > 0) {
      console.log(pending.join("\n"));
      pending = [];
    }
  }
  process.once("exit", flush);
  return (lines) => {
    if (pending.push(lines) === 1) {
      setTimeout(flush, PRINT_MS);
    }
  };
}

/** Creates what prints requests, function logs, retries and dead letters on the terminal of `npm start`. */
export function createTerminal({ quiet, trace: traces, traceRoute, colour, print }: TerminalOptions): Terminal {
  const paint = colour ? inColour : plain;
  const held = new Map<string, string[]>();

  function say(lines: readonly string[]): void {
    if (!quiet && lines.length > 0) {
      print(lines.join("\n"));
    }
  }
  function release(requestId: string): readonly string[] {
    const lines = held.get(requestId) ?? [];
    held.delete(requestId);
    return lines;
  }

  return {
    request(trace, document) {
      const outcome = outcomeOf(trace);
      const lines = release(outcome.endpointRequestId ?? "");
      if (!quiet) say([requestLine(trace, outcome, document, paint), ...lines]);
      if (traces && (traceRoute === undefined || isOfRoute(trace.route, outcome.method, traceRoute))) {
        const log = formatExecutionLog(trace);
        print(colour ? paintedLog(log, paint) : log);
      }
    },
    calledByGateway(functionArn, outcome) {
      const lines = functionLines(functionArn, outcome, paint);
      if (lines.length > 0) {
        held.set(outcome.requestId, lines);
        // The functions of authorizers, and those that outlive their request, have no line to stand under.
        setTimeout(() => say(release(outcome.requestId)), HELD_MS).unref();
      }
    },
    invoked: (arnOrName, outcome) => say(functionLines(arnOrName, outcome, paint)),
    failed: (failed) => say(failed.messages.map((message) => failedLine(message, failed, paint))),
  };
}

type Paint = (format: keyof typeof CODES, text: string) => string;

/** https://man7.org/linux/man-pages/man4/console_codes.4.html */
const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 };
const inColour: Paint = (format, text) => `\u001b[${CODES[format]}m${text}\u001b[0m`;
const plain: Paint = (_, text) => text;

/**
 * Whether output is in colour: `FORCE_COLOR` decides, else `NO_COLOR`, else whether it goes to a terminal.
 * https://no-color.org, https://nodejs.org/api/tty.html#writestreamgetcolordepthenv
 */
export function isColoured(environment: NodeJS.ProcessEnv, isTerminal: boolean | undefined): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = environment;
  if (force !== undefined) {
    return force !== "0" && force !== "false";
  }
  return !no && term !== "dumb" && isTerminal === true;
}

/** `POST /contact 202 41 ms sqs`: the resource's path, as that of a request can hold personal data. */
function requestLine(trace: Trace, outcome: TraceOutcome, document: Program["document"], paint: Paint): string {
  const { route, durationMs } = trace;
  const { method, uri, status = 0, failed } = outcome;
  const path = pathOf(route) ?? askedPath(trace) ?? String(uri ?? "").replace(/\?.*/s, "");
  const colour = status >= 500 ? "red" : status >= 400 ? "yellow" : "green";
  const duration = paint("dim", `${Math.round(durationMs)} ms`);
  const integration = route === undefined ? "" : integrationOf(route, document);
  const line = `${printable(`${method} ${path}`)} ${paint(colour, String(status))} ${duration}${integration && ` ${integration}`}`;
  return failed ? `${line} ${paint("dim", `${failed.step}: ${failed.type}`)}` : line;
}

/** The path below the stage of a request that no route takes. */
function askedPath({ steps }: Trace): string | undefined {
  const path = steps.find(({ name }) => name === "route")?.detail?.path;
  return path === undefined ? undefined : String(path);
}

const pathOf = (route: string | undefined) => route?.slice(route.indexOf(" ") + 1);

/** What is behind the routes of a document that were called: a line for each request looks here first. */
const integrations = new WeakMap<Program["document"], Map<string, string>>();

/** What is behind a route: `sqs`, `lambda-proxy`, `mock`. */
function integrationOf(route: string, document: Program["document"]): string {
  const known = integrations.get(document) ?? new Map<string, string>();
  const integration = known.get(route) ?? findIntegration(route, document);
  if (!known.has(route)) integrations.set(document, known.set(route, integration));
  return integration;
}

function findIntegration(route: string, document: Program["document"]): string {
  const [method = "", path = ""] = route.split(" ");
  const item: Json = document.paths?.[path] ?? {};
  const operation = item[method.toLowerCase()] ?? item["x-amazon-apigateway-any-method"];
  return operation ? integrationType(operation["x-amazon-apigateway-integration"] ?? {}) : "";
}

/** Whether a request went to a route of the form `POST /contact` or `/contact`. */
function isOfRoute(route: string | undefined, method: string | undefined, filter: string): boolean {
  const [path, filtered] = filter.split(" ").reverse();
  return pathOf(route) === path && (filtered === undefined || [method, route?.split(" ")[0]].includes(filtered));
}

/** Function logs in JSON have a level and a message; of other lines the whole is the message. */
function functionLines(arnOrName: string, { log }: Outcome, paint: Paint): string[] {
  const name = /:function:([^:]+)/.exec(arnOrName)?.[1] ?? arnOrName;
  return log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { level = "", message = line } = parsed(line);
      const isBad = /^(WARN|ERROR|CRITICAL|FATAL)/.test(level);
      const label = paint(isBad ? "red" : "dim", level.padEnd(5));
      return `  ${label} ${paint("cyan", name)} ${printable(message)}`;
    });
}

function parsed(line: string): { level?: string; message?: string } {
  try {
    const { level, message } = JSON.parse(line);
    return typeof level === "string" && typeof message === "string" ? { level: level.toUpperCase(), message } : {};
  } catch {
    return {};
  }
}

function failedLine(message: Json, { queue, retrySeconds, redrive }: FailedMessages, paint: Paint): string {
  const tries = Number(message.Attributes?.ApproximateReceiveCount ?? 1);
  if (redrive && tries >= redrive.maxReceiveCount) {
    const what = `failed ${tries} ${tries === 1 ? "time" : "times"}, moves to ${redrive.deadLetterQueue}`;
    return `${paint("red", "dead letter")} ${queue} message ${message.MessageId} ${what}`;
  }
  const most = redrive ? ` of ${redrive.maxReceiveCount}` : "";
  return `${paint("yellow", "retry")} ${queue} message ${message.MessageId} failed, attempt ${tries}${most}, next in ${retrySeconds} s`;
}

/** The execution log for a terminal: indented, the times dim, failures red. */
function paintedLog(log: string, paint: Paint): string {
  return log
    .trimEnd()
    .split("\n")
    .map((line) => {
      const [, date = "", text = line] = /^(\w{3} \w{3} \d\d .*? UTC \d{4} : )(.*)$/.exec(line) ?? [];
      const isFailure = /failed|not authorized|exceeded|does not match|Unauthorized|No method found/.test(text);
      const isHeading = line.startsWith("Execution log for request");
      const [, label = "", rest = text] = /^([A-Z][A-Za-z ]*: )(.*)$/.exec(printable(text)) ?? [];
      const body = isFailure ? paint("red", printable(text)) : `${label && paint("cyan", label)}${printable(rest)}`;
      return `  ${date && paint("dim", date)}${isHeading ? paint("bold", printable(line)) : body}`;
    })
    .join("\n");
}

/** esbuild would make the expression anew for each line. */
const CONTROL_CHARACTERS = /\p{Cc}/gu;

/** Text without control characters, which would steer the terminal: a request or a log can hold any. */
function printable(text: string): string {
  return text.replace(CONTROL_CHARACTERS, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
