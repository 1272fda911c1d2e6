import { render } from "local-api-gateway/vtl";
import {
  libraryTemplate,
  readTemplate,
  setLines,
  type TemplateSource,
} from "../../../components/templates/templates.ts";
import { templateRequest, templateResponse } from "../../../components/testing/requests.ts";

/** What a template sees of a call, all of it optional. */
export interface Call {
  readonly body?: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** `$context`. */
  readonly context?: object;
  readonly values?: Readonly<Record<string, string | readonly string[]>>;
}

/** Renders a template as API Gateway would: one of the library's, by its name, the file of a URL, or a text. */
export function renderFile(kind: "request" | "response", file: TemplateSource, call: Call = {}) {
  const { body = "", path, query, headers, context, values = {} } = call;
  const template = readTemplate(typeof file === "string" ? libraryTemplate(file) : file);
  const request = { pathParameters: path, query, headers };
  const scope =
    kind === "request" ? templateRequest({ ...request, body }, context) : templateResponse(body, request, context);
  return render(setLines(values) + template, scope);
}
