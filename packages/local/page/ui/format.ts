/** Milliseconds as people read them: `0.42 ms`, `7.3 ms`, `152 ms`, `1.24 s`. */
export function milliseconds(ms: number): string {
  if (ms >= 1000) {
    return `${(ms / 1000).toFixed(2)} s`;
  }
  return `${ms.toFixed(ms >= 100 ? 0 : ms >= 1 ? 1 : 2)} ms`;
}

/** Bytes as people read them: `312 B`, `4.1 kB`. */
export function bytes(count: number): string {
  return count < 1000 ? `${count} B` : `${(count / 1000).toFixed(1)} kB`;
}

/** The time of day of an ISO 8601 date, in the reader's own zone: `14:03:27.120`. Other text is given back. */
export function timeOfDay(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) {
    return iso;
  }
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
  return `${clock}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** Dollars: cents for what is small, whole thousands separated. */
export function dollars(amount: number): string {
  return amount.toLocaleString("en-US", {
    style: "currency",
    currency: "USD",
    maximumFractionDigits: amount < 1000 ? 2 : 0,
  });
}

/** Text of JSON indented by two spaces; any other text as it is. */
export function pretty(text: string): string {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : text;
  } catch {
    return text;
  }
}

/** The number of a template's line in its file; `·` for a line that the program adds before the file's first one. */
export function lineLabel(line: number, firstLine: number): string {
  return line < firstLine ? "·" : String(line - firstLine + 1);
}

/** Long identifiers keep their beginning: enough to recognise one by eye. */
export function shortId(id: string): string {
  return id.length > 13 ? `${id.slice(0, 8)}…` : id;
}
