/** A log line as the page shows it. */
export interface LogLine {
  level?: string;
  text: string;
  /** What else the line says, as `name=value`. */
  facts?: string;
}

/** What the logger adds to each line: the panel says which function it is, and the line's own title has the rest. */
const BOILERPLATE = new Set([
  "level",
  "message",
  "timestamp",
  "service",
  "cold_start",
  "sampling_rate",
  "xray_trace_id",
]);

/** Reads a line of the Lambda functions' JSON logs; any other line is shown as it is. */
export function readLogLine(line: string): LogLine {
  const fields = parse(line);
  if (typeof fields?.message !== "string") {
    return { text: line };
  }
  const facts = Object.entries(fields)
    .filter(([name]) => !BOILERPLATE.has(name) && !name.startsWith("function_"))
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return {
    text: fields.message,
    ...(typeof fields.level === "string" ? { level: fields.level } : {}),
    ...(facts.length > 0 ? { facts: facts.join(" ") } : {}),
  };
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) ?? undefined;
  } catch {
    return undefined;
  }
}
