/**
 * Whether a text is one mailbox, or one group of mailboxes (`name: a@b.c, d@e.f;`), as JavaMail 1.6's strict
 * `InternetAddress` has it: RFC 822 with names and comments, and a domain of letters, digits and dashes.
 * https://javaee.github.io/javamail/docs/api/javax/mail/internet/InternetAddress.html
 */
export function isEmail(text: string): boolean {
  const addresses = readAddresses(text);
  const address = addresses?.[0];
  if (addresses?.length !== 1 || address === undefined) return false;
  const colon = address.indexOf(":");
  if (!address.endsWith(";") || colon <= 0) return isAddress(address, true, true);
  return readAddresses(address.slice(colon + 1, -1)) !== undefined;
}

/** Where a quoted string, a domain literal or a comment ends, at its closing sign; -1 when it does not. */
function closing(text: string, start: number, close: string, open = ""): number {
  let depth = 1;
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === close && --depth === 0) return at;
    else if (character === open) depth++;
  }
  return -1;
}

/** Where the address in angle brackets ends that begins at `start`, quoted strings in it skipped. */
function closingBracket(text: string, start: number): number {
  let isQuoted = false;
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === "\\") at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === ">" && !isQuoted) return at;
  }
  return -1;
}

/** Addresses of a list with commas. @returns undefined when one of them is malformed */
function readAddresses(text: string): string[] | undefined {
  const addresses: string[] = [];
  let start = -1;
  let end = -1;
  let isInGroup = false;
  let isBracketed = false;
  for (let at = 0; at <= text.length; at++) {
    const character = text[at];
    if (character === undefined || character === ",") {
      if (isInGroup && character === ",") {
        isBracketed = false;
        continue;
      }
      if (start >= 0) {
        const address = trim(text.slice(start, end < 0 ? at : end));
        if (!isAddress(address, isBracketed, false)) return undefined;
        addresses.push(address);
      }
      start = end = -1;
      isBracketed = false;
      continue;
    }
    if (character === ")" || character === ">") return undefined;
    if (character === "(") {
      if (start >= 0 && end < 0) end = at;
      at = closing(text, at, ")", "(");
    } else if (character === "<") {
      if (isBracketed) return undefined;
      if (!isInGroup) start = at + 1;
      at = closingBracket(text, at);
      isBracketed = true;
      end = at;
    } else if (character === ";" && start >= 0) {
      if (!isInGroup) return undefined;
      addresses.push(trim(text.slice(start, at + 1)));
      isInGroup = isBracketed = false;
      start = end = -1;
    } else if (character === ";") {
      isBracketed = false;
      end = -1;
    } else if (!" \t\r\n".includes(character)) {
      if (start < 0) start = at;
      if (character === ":") {
        if (isInGroup) return undefined;
        isInGroup = true;
      } else if (character === '"') at = closing(text, at, '"');
      else if (character === "[") at = closing(text, at, "]");
    }
    if (at < 0) return undefined;
  }
  return addresses;
}

const isBlankOrControl = (character: string) => character <= " " || character === "\x7f";

/** Whether an address is well-formed: `local@domain`, or `local` alone unless it is `complete`. */
function isAddress(address: string, mayHaveRoute: boolean, isComplete: boolean): boolean {
  if (address === "") return false;
  const start = mayHaveRoute && address.startsWith("@") ? endOfRoute(address) : 0;
  const end = start < 0 ? -1 : endOfLocalPart(address, start, isComplete);
  if (end < 0) return false;
  return address[end] === "@" ? isDomain(address.slice(end + 1)) : !isComplete;
}

/** Where the route of an address ends, `@a,@b:`, which comes before the local part; -1 when it is malformed. */
function endOfRoute(address: string): number {
  let start = 0;
  for (;;) {
    const length = address.slice(start).search(/[,:]/);
    if (length < 0) return start;
    if (address[start] !== "@") return -1;
    start += length + 1;
    if (address[start - 1] === ":") return start;
  }
}

/** Where the local part ends, at the `@` or the address's end; -1 when it is malformed. */
function endOfLocalPart(address: string, start: number, isComplete: boolean): number {
  let isQuoted = false;
  let last = "";
  let at = start;
  for (; at < address.length; at++) {
    const before = last;
    const character = address[at] ?? "";
    last = character;
    if (character === "\\" || before === "\\") continue;
    const next = address[at + 1];
    if (character === '"') {
      if (isComplete && (isQuoted ? next !== undefined && next !== "@" : at !== 0)) return -1;
      isQuoted = !isQuoted;
      continue;
    }
    if (character === "\r" && next !== undefined && next !== "\n") return -1;
    if (character === "\n" && next !== undefined && next !== " " && next !== "\t") return -1;
    if (character === "." && (at === start || before === ".")) return -1;
    if (isQuoted) continue;
    if (character === "@") return at === 0 || before === "." ? -1 : at;
    if (isBlankOrControl(character) || '()<>,;:\\"[]'.includes(character)) return -1;
  }
  // Escaped as it may be, an `@` at the end has no domain.
  return isQuoted || last === "@" ? -1 : at;
}

/** A domain: letters, digits, dashes and single dots, or a literal in square brackets. */
function isDomain(domain: string): boolean {
  if (domain === "" || domain.startsWith(".") || domain.endsWith(".") || /[\0- \x7f]/.test(domain)) return false;
  const bracket = domain.indexOf("]");
  if (domain.lastIndexOf("[") > 0 || (bracket >= 0 && bracket < domain.length - 1)) return false;
  if (domain.startsWith("[")) return true;
  const name = bracket < 0 ? domain : domain.slice(0, -1);
  // Java looks at UTF-16 units, of which a surrogate is not a letter.
  return !/[^\p{L}\p{Nd}.-]/u.test(name) && !/[\ud800-\udfff]/.test(name) && !name.includes("..");
}

/** A text without the blanks and controls around it, as Java's `trim` has it. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return text.slice(start, end);
}
