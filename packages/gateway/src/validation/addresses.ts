/** Four numbers without zeros before them. */
const isDotted = (text: string) =>
  /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text) && !/(?:^|\.)0\d/.test(text);

/** An IPv4 address as Guava's `InetAddresses` has it, which counts IPv6 addresses that stand for one (`::ffff:1.2.3.4`). */
export function isIpv4(text: string): boolean {
  return isDotted(text) || standsForIpv4(groupsOf(text));
}

/** An IPv6 address as Guava's `InetAddresses` has it: it may have a scope (`fe80::1%eth0`), or an IPv4 address at its end. */
export function isIpv6(text: string): boolean {
  const groups = groupsOf(text);
  return groups !== undefined && !standsForIpv4(groups);
}

function standsForIpv4(groups: readonly number[] | undefined): boolean {
  return groups?.[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
}

/** The eight numbers of an IPv6 address. @returns undefined when it is not one */
export function groupsOf(text: string): number[] | undefined {
  const percent = text.indexOf("%");
  let address = percent < 0 ? text : text.slice(0, percent);
  const lastColon = address.lastIndexOf(":");
  if (lastColon < 0) return undefined;
  const tail = address.slice(lastColon + 1);
  if (tail.includes(".")) {
    // Guava looks for the IPv4 address before it drops the scope.
    if (percent >= 0 || !isDotted(tail)) return undefined;
    address = `${address.slice(0, lastColon + 1)}0:0`;
  }
  const halves = address.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const [before = [], after] = halves;
  const written = halves.flat();
  if (halves.length > 2 || !written.every((group) => /^0*[0-9A-Fa-f]{1,4}$/.test(group))) return undefined;
  if (after ? written.length > 7 : written.length !== 8) return undefined;
  const zeros = new Array<string>(8 - written.length).fill("0");
  return [...before, ...zeros, ...(after ?? [])].map((group) => Number.parseInt(group, 16));
}

/**
 * A host name as Guava's `InternetDomainName` has it: labels of letters, digits, dashes and underscores, and any character beyond ASCII;
 * the last does not begin with a digit, so an IPv4 address is not one.
 */
export function isHostname(text: string): boolean {
  // Longer than a domain name may be, whatever is done about its dots.
  if (text.length > 254) return false;
  const name = text.replace(/[\u3002\uff0e\uff61]/g, ".").replace(/\.$/, "");
  const labels = name.split(".");
  return (
    name.length <= 253 &&
    labels.length <= 127 &&
    labels.every((label) => label.length <= 63 && /^(?![-_])[A-Za-z0-9_\x80-\uffff-]+(?<![-_])$/.test(label)) &&
    !/^\d/.test(labels.at(-1) ?? "")
  );
}
