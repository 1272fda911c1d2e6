/**
 * The settings of a unit file, a list for each key, in the order of the file: `Service.ExecStart`.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html
 */
export function parseUnit(text: string): ReadonlyMap<string, readonly string[]> {
  const settings = new Map<string, string[]>();
  let section = "";
  for (const line of text
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((one) => one.trim())) {
    const [, name] = /^\[(.*)\]$/.exec(line) ?? [];
    const [, key, value] = /^([^#;=\s]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      section = name;
    } else if (key !== undefined && value !== undefined) {
      const full = `${section}.${key}`;
      // An empty value takes back what was set before.
      settings.set(full, value === "" ? [] : [...(settings.get(full) ?? []), value]);
    }
  }
  return settings;
}

/**
 * The program and arguments of an `ExecStart=`, or the assignments of an `Environment=`.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Command%20lines
 */
export function splitWords(text: string): string[] {
  const words = text.match(/(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\\.|[^\s"'\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(/"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|\\(.)/g, (_match, double, single, escaped) =>
      escaped === undefined ? (double ?? single ?? "").replace(/\\(.)/g, "$1") : escaped,
    ),
  );
}

/**
 * The variables of an `EnvironmentFile=`. Within double quotes a backslash stands before `"`, `\`, `` ` `` and `$` alone,
 * within single quotes nowhere; without quotes it stands before any character.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#EnvironmentFile=
 */
export function parseEnvironmentFile(text: string): Record<string, string> {
  const lines = text.match(/(?:"(?:\\[\s\S]|[^"\\])*"|'[^']*'|\\[\s\S]|[^\n"'\\])+/g) ?? [];
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, name, value] = /^\s*([A-Za-z_]\w*)\s*=([\s\S]*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, unquote(value.trim())]];
    }),
  );
}

function unquote(value: string): string {
  return value.replace(/"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|\\([\s\S])/g, (_match, double, single, escaped) => {
    const plain = escaped === "\n" ? "" : escaped;
    return plain ?? single ?? double.replace(/\\(?:(["\\`$])|\n)/g, "$1");
  });
}
