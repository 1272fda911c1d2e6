import type { GatewayRequest } from "../api/gateway.ts";

/** Options with a value that says nothing about the request itself. */
const IGNORED_WITH_VALUE = new Set(
  "-o --output -w --write-out -m --max-time --connect-timeout --retry --retry-delay --retry-max-time -x --proxy --cacert --resolve --limit-rate -D --dump-header -c --cookie-jar --aws-sigv4 --ciphers --interface".split(
    " ",
  ),
);
/** Options without a value that say nothing about the request itself. */
const IGNORED = new Set(
  "-s --silent -S --show-error -i --include --show-headers -k --insecure -L --location -v --verbose -f --fail --fail-with-body --compressed -g --globoff -N --no-buffer --http1.0 --http1.1 --http2 --path-as-is -# --progress-bar --no-progress-meter -4 --ipv4 -6 --ipv6 --tcp-nodelay".split(
    " ",
  ),
);
const DATA = new Set("-d --data --data-ascii --data-raw --data-binary --data-urlencode --json".split(" "));
const OTHER_WITH_VALUE = new Set(
  "-X --request -H --header -u --user -A --user-agent -e --referer -b --cookie --url".split(" "),
);
const takesValue = (option: string) =>
  DATA.has(option) || OTHER_WITH_VALUE.has(option) || IGNORED_WITH_VALUE.has(option);

/** Whether a text begins as a curl command does. */
export function isCurl(text: string): boolean {
  return /^\s*(\$\s+)?curl(\.exe)?\s/.test(text);
}

/**
 * Reads a curl command as a shell of POSIX would, in the form that browsers, AWS's documentation and this page copy it.
 * The path has the query and the stage; scheme and host are dropped, as the request is sent to this server.
 * @throws Error that says what cannot be read: no URL, an open quote, a file (`-d @file`), or an unknown option
 */
export function parseCurl(command: string): GatewayRequest {
  const words = shellWords(command.replace(/^\s*\$\s+/, ""));
  if (!/^curl(\.exe)?$/.test(words.shift() ?? "")) {
    throw new Error("The command must begin with curl.");
  }
  let url: string | undefined;
  let method: string | undefined;
  let inQuery = false;
  const headers: Record<string, string> = {};
  const data: { option: string; text: string }[] = [];
  for (const { option, value } of optionsOf(words)) {
    if (option === undefined || option === "--url") {
      url ??= value;
    } else if (option === "-X" || option === "--request") {
      method = value.toUpperCase();
    } else if (option === "-H" || option === "--header") {
      addHeader(headers, value);
    } else if (DATA.has(option)) {
      data.push({ option, text: dataOf(option, value) });
    } else if (option === "-G" || option === "--get") {
      inQuery = true;
    } else if (option === "-I" || option === "--head") {
      method ??= "HEAD";
    } else if (option === "-A" || option === "--user-agent" || option === "-e" || option === "--referer") {
      // The browser sends its own.
    } else if (option === "-b" || option === "--cookie") {
      headers.cookie = value;
    } else if ((option === "-u" || option === "--user") && !words.includes("--aws-sigv4")) {
      headers.authorization = `Basic ${base64(value.includes(":") ? value : `${value}:`)}`;
    }
  }
  if (url === undefined) {
    throw new Error("The command has no URL.");
  }
  const body = data.map(({ text }) => text).join(data.some(({ option }) => option === "--json") ? "" : "&");
  if (data.length > 0 && !inQuery) {
    const isJson = data.some(({ option }) => option === "--json");
    addMissing(headers, "content-type", isJson ? "application/json" : "application/x-www-form-urlencoded");
    if (isJson) {
      addMissing(headers, "accept", "application/json");
    }
  }
  const path = pathOf(url);
  const query = inQuery && body !== "" ? `${path.includes("?") ? "&" : "?"}${body}` : "";
  return {
    method: method ?? (data.length > 0 && !inQuery ? "POST" : "GET"),
    path: `${path}${query}`,
    headers,
    ...(data.length > 0 && !inQuery ? { body } : {}),
  };
}

/** A request as a curl command for a POSIX shell. */
export function curlOf(base: string, { method, path, headers, body = "" }: GatewayRequest, signed = false): string {
  const parts = [`curl ${quoted(`${base}${path}`)}`];
  if (method === "HEAD") {
    parts.push("--head");
  } else if (method !== (body === "" ? "GET" : "POST")) {
    parts.push(`-X ${method}`);
  }
  if (signed) {
    parts.push(
      '--aws-sigv4 aws:amz:us-east-1:execute-api --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
      '-H "x-amz-security-token: $AWS_SESSION_TOKEN"',
    );
  }
  // An empty header has a semicolon in the place of its colon.
  parts.push(
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(value === "" ? `${name};` : `${name}: ${value}`)}`),
  );
  if (body !== "") {
    parts.push(`--data-raw ${quoted(body)}`);
  }
  return parts.join(" \\\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The words of a command. @throws Error for a quote that does not end, and for a pipe or a second command */
function shellWords(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let rest = command;
  const take = (pattern: RegExp) => {
    const found = pattern.exec(rest);
    rest = rest.slice(found?.[0].length ?? 0);
    return found;
  };
  while (rest !== "") {
    if (take(/^(?:\\\r?\n|\^\r?\n)/)) {
      continue;
    }
    if (take(/^\s+/)) {
      if (word !== undefined) {
        words.push(word);
      }
      word = undefined;
      continue;
    }
    if (/^[|;&<>]/.test(rest)) {
      break;
    }
    const single = take(/^'([^']*)'/);
    const ansi = single ? null : take(/^\$'((?:[^'\\]|\\[\s\S])*)'/);
    const double = single || ansi ? null : take(/^"((?:[^"\\]|\\[\s\S])*)"/);
    if (single) {
      word = `${word ?? ""}${single[1]}`;
    } else if (ansi) {
      word = `${word ?? ""}${ansiText(ansi[1] ?? "")}`;
    } else if (double) {
      word = `${word ?? ""}${(double[1] ?? "").replaceAll(/\\(\r?\n|["\\$`])/g, (_, escaped) => (/\n/.test(escaped) ? "" : escaped))}`;
    } else if (/^\$?['"]/.test(rest)) {
      throw new Error("A quote of the command does not end.");
    } else {
      const plain = take(/^\\([\s\S])/) ?? take(/^([\s\S])/);
      word = `${word ?? ""}${plain?.[1] ?? ""}`;
    }
  }
  return word === undefined ? words : [...words, word];
}

const ANSI: Record<string, string> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\x07",
  e: "\x1b",
  0: "\0",
};

/** What stands between the quotes of `$'…'`. */
function ansiText(text: string): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{1,4}|x[0-9a-fA-F]{1,2}|[\s\S])/g, (_, escaped: string) => {
    const code = /^[ux](.+)$/.exec(escaped)?.[1];
    return code === undefined ? (ANSI[escaped] ?? escaped) : String.fromCharCode(Number.parseInt(code, 16));
  });
}

/** Each option with its value; without an option, a URL. */
function* optionsOf(words: string[]): Generator<{ option?: string; value: string }> {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (!word.startsWith("-") || word === "-") {
      yield { value: word };
      continue;
    }
    if (word.startsWith("--")) {
      const [, option = word, , given] = /^(--[^=]+)(=([\s\S]*))?$/.exec(word) ?? [];
      yield { option, value: takesValue(option) ? (given ?? words[++at] ?? "") : known(option) };
      continue;
    }
    // Several letters in one word: -sSXPOST is -s -S -X POST.
    for (let letter = 1; letter < word.length; letter += 1) {
      const option = `-${word[letter]}`;
      if (takesValue(option)) {
        yield { option, value: word.slice(letter + 1) || (words[++at] ?? "") };
        break;
      }
      yield { option, value: known(option) };
    }
  }
}

/** @returns an empty value */
function known(option: string): "" {
  if (!IGNORED.has(option) && !["-G", "--get", "-I", "--head"].includes(option)) {
    throw new Error(`This option of curl is not supported: ${option}`);
  }
  return "";
}

function addHeader(headers: Record<string, string>, line: string): void {
  if (line.startsWith("@")) {
    throw new Error(`Headers from a file cannot be read: -H ${line}`);
  }
  const [, name = "", mark = "", value = ""] = /^([^:;]+)([:;])([\s\S]*)$/.exec(line) ?? [];
  // `name:` removes a header that curl adds, and `name;` sends an empty one.
  if (name !== "" && (mark === ";" || value.trim() !== "")) {
    const before = headers[name];
    headers[name] = before === undefined ? value.trim() : `${before}, ${value.trim()}`;
  }
}

function addMissing(headers: Record<string, string>, name: string, value: string): void {
  if (!Object.keys(headers).some((one) => one.toLowerCase() === name)) {
    headers[name] = value;
  }
}

function dataOf(option: string, value: string): string {
  if (option !== "--data-raw" && value.startsWith("@")) {
    throw new Error(`A body from a file cannot be read: ${option} ${value}`);
  }
  if (option !== "--data-urlencode") {
    // curl strips line breaks from a file only, and sends those of the command.
    return value;
  }
  const [, name = "", text = value] = /^([^=]*)=([\s\S]*)$/.exec(value) ?? [];
  return `${name === "" ? "" : `${name}=`}${encodeURIComponent(text)}`;
}

function pathOf(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").replace(/#.*$/s, "");
  const [, after = ""] = /^[^/?]*([\s\S]*)$/.exec(path) ?? [];
  return after.startsWith("/") ? after : `/${after}`;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
