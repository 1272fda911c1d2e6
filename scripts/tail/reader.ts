import {
  type CloudWatchLogsClient,
  paginateFilterLogEvents,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Group } from "./groups.ts";

/** One line of a log. */
export interface LogEvent {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly source: string;
  readonly message: string;
}

/** Milliseconds. An event can appear after younger ones: streams of several functions do not come in order. */
const LATE = 30_000;

/**
 * Reads a log group from a time on. Each call of what is returned gives the events that are new since the call before.
 *
 * Not by Live Tail, which leaves events out above 500 a second, takes ten groups and is paid by the minute.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 *
 * @param since Milliseconds since 1970.
 * @param filterPattern In CloudWatch's filter syntax; undefined for all events.
 * @returns Throws an Error when there is no such group, and the SDK's error when CloudWatch does not answer.
 */
export function createReader(
  client: CloudWatchLogsClient,
  { name, source }: Group,
  since: number,
  filterPattern: string | undefined,
): () => Promise<LogEvent[]> {
  const seen = new Map<string, number>();
  let from = since;
  return async () => {
    const events: LogEvent[] = [];
    let newest = from;
    const pages = paginateFilterLogEvents({ client }, { logGroupName: name, startTime: from, filterPattern });
    try {
      for await (const page of pages) {
        for (const { eventId = "", timestamp: time = 0, message = "" } of page.events ?? []) {
          if (seen.has(eventId)) continue;
          seen.set(eventId, time);
          newest = Math.max(newest, time);
          events.push({ time, source, message });
        }
      }
    } catch (error) {
      if (error instanceof ResourceNotFoundException) throw new Error(`there is no log group ${name}`);
      throw error;
    }
    from = Math.max(from, newest - LATE);
    for (const [eventId, time] of seen) if (time < from) seen.delete(eventId);
    return events;
  };
}

/** What all readers have that is new, the oldest first. */
export async function readAll(readers: readonly (() => Promise<LogEvent[]>)[]): Promise<LogEvent[]> {
  const events = await Promise.all(readers.map((read) => read()));
  return events.flat().sort((one, other) => one.time - other.time);
}
