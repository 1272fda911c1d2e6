import type { LogEvent } from "./reader.ts";

/** What a line says, whatever wrote it. */
interface Content {
  readonly level?: string;
  readonly text: string;
  /** What else it says. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Frames of a stack trace. */
  readonly stack?: readonly string[];
}

/** Time, source, level and message of an event. A stack trace follows in lines of its own. */
export function formatEvent({ time, source, message }: LogEvent, sourceWidth: number): string {
  const { level = "", text, facts = {}, stack = [] } = contentOf(message.trimEnd());
  const said = Object.entries(facts).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const lines = [[text, ...said].join(" "), ...stack.map((frame) => `    ${frame}`)];
  const head = `${new Date(time).toISOString()} ${source.padEnd(sourceWidth)} ${level.padEnd(5)} `;
  return head + printable(lines.join("\n")).replaceAll("\n", `\n${" ".repeat(head.length)}`);
}

/** A client can send anything, and some of it gets into a log: no control sequence may reach the terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function contentOf(message: string): Content {
  const fields = parse(message);
  if (fields === undefined) return { text: message };
  if (typeof fields.httpMethod === "string" && "resourcePath" in fields) return accessLine(fields);
  if (typeof fields.type === "string" && fields.type.startsWith("platform.")) return platformLine(fields);
  return functionLine(message, fields);
}

/** A line of the access log, by its format in components/rest-api/stage.ts. */
function accessLine({ httpMethod, resourcePath, status, responseLatency, requestTime: _, ...facts }: Json): Content {
  const code = Number(status);
  const level = code >= 500 ? "ERROR" : code >= 400 ? "WARN" : "INFO";
  // API Gateway writes "-" for what a request does not have.
  const known = Object.entries(facts).filter(([, value]) => value !== "-");
  return {
    level,
    text: `${httpMethod} ${resourcePath} ${status} ${responseLatency} ms`,
    facts: Object.fromEntries(known),
  };
}

/** A line of Lambda itself. https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
function platformLine({ type, record }: Json): Content {
  return { text: String(type), facts: Object(record) };
}

/** What Powertools' logger adds to each line. */
const BOILERPLATE = /^(level|message|timestamp|service|cold_start|sampling_rate|xray_trace_id|function_.*|stack)$/;

/** A line of a function: of Powertools' logger, or of Lambda about an error that nobody caught. */
function functionLine(line: string, fields: Json): Content {
  const { level, message } = fields;
  const head = typeof level === "string" ? { level } : {};
  const { errorType, errorMessage, stackTrace } = Object(message);
  if (errorType !== undefined) return { ...head, text: `${errorType}: ${errorMessage}`, stack: framesOf(stackTrace) };
  if (typeof message !== "string") return { ...head, text: line };
  const facts = Object.entries(fields).filter(([name]) => !BOILERPLATE.test(name));
  return { ...head, text: message, facts: Object.fromEntries(facts), stack: framesOf(fields.stack) };
}

function framesOf(trace: unknown): string[] {
  return Array.isArray(trace) ? trace.map((frame) => String(frame).trim()).filter((frame) => /^at /.test(frame)) : [];
}

type Json = Readonly<Record<string, unknown>>;

function parse(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}
