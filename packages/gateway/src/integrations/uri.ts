import type { MappedParameters } from "../mapping/mapped-parameters.ts";

/** Puts mapped path parameters in the place of `{name}`. A name that is not mapped stays as it is. */
export function withPathParameters(uri: string, path: MappedParameters["path"]): string {
  if (!uri.includes("{")) return uri;
  return uri.replaceAll(/\{([^{}]+)\}/g, (whole, name) => {
    if (!Object.hasOwn(path, name)) return whole;
    const value = path[name];
    return typeof value === "string" ? value : value.join(",");
  });
}

/** Adds parameters to the query string of a URI that may have one already; those of the same name follow each other. */
export function appendQuery(uri: string, ...queries: Readonly<Record<string, string | readonly string[]>>[]): string {
  let result = uri;
  let separator = uri.includes("?") ? "&" : "?";
  for (const query of queries) {
    for (const name in query) {
      const value = query[name];
      for (const one of typeof value === "string" ? [value] : value) {
        result += `${separator}${encodeURIComponent(name)}=${encodeURIComponent(one)}`;
        separator = "&";
      }
    }
  }
  return result;
}
