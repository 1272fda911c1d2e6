import type { Integration, ParameterMapping } from "../api.ts";
import type { Context } from "../request/context.ts";
import type { Overrides } from "../request/messages.ts";

/** Parameters of the request to the backend, as mappings and overrides set them. */
export interface MappedParameters {
  readonly header: Readonly<Record<string, string | string[]>>;
  readonly path: Readonly<Record<string, string | string[]>>;
  readonly querystring: Readonly<Record<string, string | string[]>>;
}

const none: MappedParameters = { header: {}, path: {}, querystring: {} };

/** Applies `requestParameters`. A parameter without a value, or with an empty one, is left out. */
export function mapRequestParameters(context: Context, { requestParameters }: Integration): MappedParameters {
  if (requestParameters.length === 0) return none;
  const mapped: Record<ParameterMapping["in"], Record<string, string | string[]>> = {
    header: Object.create(null),
    path: Object.create(null),
    querystring: Object.create(null),
  };
  for (const { in: where, name, value } of requestParameters) {
    const one = value(context);
    if (one !== undefined && one !== "") mapped[where][name] = one;
  }
  return mapped;
}

/** Puts `$context.requestOverride` over the mapped parameters; an override replaces a header whose name differs in case only. */
export function withOverrides(mapped: MappedParameters, overrides: Overrides): MappedParameters {
  if (isEmpty(overrides.header) && isEmpty(overrides.path) && isEmpty(overrides.querystring)) return mapped;
  const header: Record<string, string | string[]> = Object.assign(Object.create(null), mapped.header);
  for (const [name, value] of Object.entries(overrides.header ?? {})) {
    const other = Object.keys(header).find((each) => each.toLowerCase() === name.toLowerCase());
    if (other !== undefined) delete header[other];
    header[name] = texts(value);
  }
  return {
    header,
    path: { ...mapped.path, ...allTexts(overrides.path) },
    querystring: { ...mapped.querystring, ...allTexts(overrides.querystring) },
  };
}

const isEmpty = (values: object | undefined) => {
  for (const _ in values) return false;
  return true;
};

const allTexts = (values: Record<string, unknown> = {}) => {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, texts(value)]));
};

/** What a template assigned, as text: a list stays a list. */
export function texts(value: unknown): string | string[] {
  return Array.isArray(value) ? value.map(text) : text(value);
}

function text(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
