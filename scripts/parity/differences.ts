import { TRANSPORT_HEADERS, VOLATILE_HEADERS, withoutVolatile } from "../../packages/local/page/saved/volatile.ts";
import type { Answer } from "./send.ts";

/** One thing in which two answers differ. */
export interface Difference {
  readonly part: "status" | "header" | "body";
  /** The header's name in lower case, or where in a JSON body it is, such as `$.topics[0].id`; empty for all of it. */
  readonly where: string;
  /** As text; undefined where that side does not have it. */
  readonly deployed: string | undefined;
  readonly localhost: string | undefined;
}

/**
 * In what two answers to the same request differ, but for what is volatile.
 *
 * @param byValue Whether bodies of the same JSON value are the same, however they are written.
 */
export function differencesOf(deployed: Answer, localhost: Answer, byValue = false): Difference[] {
  const status =
    deployed.status === localhost.status
      ? []
      : [difference("status", "", String(deployed.status), String(localhost.status))];
  return [
    ...status,
    ...headerDifferences(deployed, localhost),
    ...bodyDifferences(deployed.body, localhost.body, byValue),
  ];
}

function difference(part: Difference["part"], where: string, deployed?: string, localhost?: string): Difference {
  return { part, where, deployed, localhost };
}

function headerDifferences(deployed: Answer, localhost: Answer): Difference[] {
  const names = new Set([...Object.keys(deployed.headers), ...Object.keys(localhost.headers)]);
  return [...names]
    .filter((name) => !TRANSPORT_HEADERS.has(name))
    .toSorted()
    .flatMap((name) => {
      const [one, other] = [deployed.headers[name], localhost.headers[name]];
      const isSame =
        VOLATILE_HEADERS.has(name) || one === undefined || other === undefined
          ? (one === undefined) === (other === undefined)
          : withoutVolatile(one) === withoutVolatile(other);
      return isSame ? [] : [difference("header", name, one, other)];
    });
}

function bodyDifferences(deployed: string, localhost: string, byValue: boolean): Difference[] {
  const [one, other] = [withoutVolatile(deployed), withoutVolatile(localhost)];
  if (one === other) {
    return [];
  }
  const [parsedOne, parsedOther] = [parse(one), parse(other)];
  if (parsedOne === undefined || parsedOther === undefined) {
    return [difference("body", "", deployed, localhost)];
  }
  const values = valueDifferences("$", parsedOne, parsedOther);
  // The same value with other spaces or in another order: API Gateway's own bodies tell each other apart by that.
  return values.length > 0 || byValue ? values : [difference("body", "", deployed, localhost)];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function valueDifferences(where: string, one: unknown, other: unknown): Difference[] {
  if (Array.isArray(one) && Array.isArray(other)) {
    const length = Math.max(one.length, other.length);
    return Array.from({ length }, (_, index) =>
      valueDifferences(`${where}[${index}]`, one[index], other[index]),
    ).flat();
  }
  if (isObject(one) && isObject(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].flatMap((name) => valueDifferences(`${where}.${name}`, one[name], other[name]));
  }
  return one === other ? [] : [difference("body", where, shown(one), shown(other))];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
