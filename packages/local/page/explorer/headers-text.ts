/** Headers as the editor's text, one `name: value` a line. */
export function headersText(headers: Record<string, string>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

/** Headers of the editor's text. `wrong` is the first line that is no header, which fetch would refuse. */
export function parseHeaders(text: string): { headers: Record<string, string>; wrong?: string } {
  const headers: Record<string, string> = {};
  for (const line of text.split("\n").filter((each) => each.trim() !== "")) {
    const match = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:(.*)$/.exec(line);
    if (!match?.[1]) {
      return { headers, wrong: line.trim() };
    }
    headers[match[1]] = (match[2] ?? "").trim();
  }
  return { headers };
}
