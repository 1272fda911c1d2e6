import { signal } from "@preact/signals";

/** The parts of the page, in the order of the navigation. */
export const PARTS = ["contact", "explorer", "playground", "services", "compare", "reference"] as const;
export type Part = (typeof PARTS)[number];

/** What the parts are called. */
export const PART_NAMES: Record<Part, string> = {
  contact: "Contact",
  explorer: "Explorer",
  playground: "Playground",
  services: "Services",
  compare: "Compare",
  reference: "Reference",
};

/** Where the page is: `#/explorer/POST/contact?trace=…`. */
export interface Place {
  part: Part;
  /** What follows the part, decoded: `["POST", "contact"]`. */
  rest: string[];
  query: URLSearchParams;
}

/** Reads a location hash; anything unknown is the first part. */
export function parsePlace(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [first, ...rest] = path.split("/").map(decode);
  const part = PARTS.find((name) => name === first) ?? "contact";
  return { part, rest: rest.filter((segment) => segment !== ""), query: new URLSearchParams(query) };
}

/** The link to a part, or to something in it. */
export function placeOf(part: Part, rest: string[] = [], query: Record<string, string> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `#/${[part, ...rest.map(encodeURIComponent)].join("/")}${search === "" ? "" : `?${search}`}`;
}

/** The explorer's entry for a route, such as `POST` and `/contact/lambda`. */
export function routePlace(method: string, path: string, query: Record<string, string> = {}): string {
  return placeOf("explorer", [method, ...path.split("/").filter((segment) => segment !== "")], query);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Where the page is now. */
export const place = signal<Place>({ part: "contact", rest: [], query: new URLSearchParams() });

/** The hash of where the page is. */
let hash = "";

/** Gives the page's place another address, in the history too: what is shown has become what the address names. */
export function replacePlace(address: string): void {
  hash = address;
  history.replaceState(null, "", address);
  place.value = parsePlace(address);
}

/** Follows the address bar. The skip link's `#main` moves the focus and keeps the address. */
export function followAddress(): void {
  hash = location.hash;
  place.value = parsePlace(hash);
  addEventListener("hashchange", () => {
    if (location.hash === "#main") {
      history.replaceState(null, "", hash || "#/");
      return;
    }
    hash = location.hash;
    place.value = parsePlace(hash);
  });
}
