/** What a client sends, as a mapping template reads it. */
const CLIENT_INPUT =
  /\$!?\{?(input\.(params|path|json|body)|context\.(path|identity\.(userAgent|user|caller)|requestOverride))\b/;

/** What the service behind a route answers, as a response template reads it. */
const SERVICE_INPUT = /\$!?\{?input\.(path|json|body)\b/;

/** Functions whose result is safe, by the text that it is put into. */
const ESCAPES = {
  json: ["escapeJavaScript", "urlEncode", "base64Encode"],
  form: ["urlEncode"],
  other: ["base64Encode"],
};

/** Where a template is used. */
export type TemplateUse =
  | "request" // prints what the client sends
  | "response" // a client's parameters may still be printed
  | "stored"; // the service's answer is what some client once sent

/**
 * The expressions that a mapping template prints although a client chooses their text and nothing escapes it for where it is
 * put: in JSON `$util.escapeJavaScript`, in a form's body `$util.urlEncode`. It follows variables through `#set` and
 * `#foreach`, not through conditions, so a value that a list of allowed ones has let through is found too.
 */
export function unescapedExpressions(template: string, use: TemplateUse): string[] {
  const text = template.replaceAll(/##.*$/gm, "").replaceAll(/#\*[\s\S]*?\*#/g, "");
  const sources =
    use === "stored" ? [CLIENT_INPUT, SERVICE_INPUT] : [use === "request" ? CLIENT_INPUT : CLIENT_PARAMETERS];
  const { printed, variables } = withoutDirectives(text, sources);
  const format = formatOf(printed);
  return references(printed).filter((expression) => {
    if (ESCAPES[format].some((name) => expression.replace(/^\$!?\{?/, "").startsWith(`util.${name}(`))) return false;
    // `$input.json` prints JSON, which is right within JSON.
    if (format === "json" && /^\$!?\{?input\.json\(/.test(expression)) return false;
    return isTainted(expression, sources, variables);
  });
}

/** In a response template `$input.path` is the service's answer, `$input.params` still the client's request. */
const CLIENT_PARAMETERS = /\$!?\{?(input\.params|context\.path)\b/;

function isTainted(expression: string, sources: readonly RegExp[], variables: ReadonlySet<string>): boolean {
  if (sources.some((source) => source.test(expression))) return true;
  return [...expression.matchAll(/\$!?\{?([A-Za-z]\w*)/g)].some(([, name = ""]) => variables.has(name));
}

function formatOf(printed: string): keyof typeof ESCAPES {
  const start = printed.trimStart();
  if (/^[[{]/.test(start)) return "json";
  return /^[\w.]+=/.test(start) ? "form" : "other";
}

/** The text without its directives, and the variables that hold a client's text. */
function withoutDirectives(text: string, sources: readonly RegExp[]) {
  const variables = new Set<string>();
  let printed = "";
  let position = 0;
  for (const match of text.matchAll(/#\{?(set|foreach|if|elseif|else|end|stop|break|macro|define)\b\}?/g)) {
    if (match.index < position) continue; // within the parentheses of the directive before
    printed += text.slice(position, match.index);
    const start = match.index + match[0].length;
    const open = /^\s*\(/.exec(text.slice(start));
    position =
      open === null || match[1] === "else" || match[1] === "end" ? start : closing(text, start + open[0].length - 1);
    const argument = text.slice(start, position);
    const assigned = /^\s*\(\s*\$!?\{?([A-Za-z]\w*)\}?\s*(?:=|in\b)([\s\S]*)\)$/.exec(argument);
    if (assigned === null) continue;
    const [, name = "", value = ""] = assigned;
    const escaped = /^\s*"?\$!?\{?util\.(escapeJavaScript|urlEncode|base64Encode)\(/.test(value);
    if (!escaped && isTainted(value, sources, variables)) variables.add(name);
  }
  return { printed: printed + text.slice(position), variables };
}

/** The references in a text, each with its whole chain of methods: `$util.urlEncode($input.body)` is one. */
function references(text: string): string[] {
  const found: string[] = [];
  for (let index = text.indexOf("$"); index !== -1; index = text.indexOf("$", index)) {
    const start = /^\$!?\{?[A-Za-z][\w-]*/.exec(text.slice(index));
    if (start === null) {
      index += 1;
      continue;
    }
    let end = index + start[0].length;
    for (;;) {
      const rest = text.slice(end);
      const property = /^\.[A-Za-z]\w*/.exec(rest);
      if (property !== null) end += property[0].length;
      else if (rest.startsWith("(") || rest.startsWith("[")) end = closing(text, end);
      else break;
    }
    if (start[0].includes("{") && text.startsWith("}", end)) end += 1;
    found.push(text.slice(index, end));
    index = end;
  }
  return found;
}

/** The position after the bracket that closes the one at `open`; brackets in quoted text do not count. */
function closing(text: string, open: number): number {
  let depth = 0;
  let quote = "";
  for (let index = open; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "(" || character === "[") depth += 1;
    else if (character === ")" || character === "]") {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return text.length;
}
