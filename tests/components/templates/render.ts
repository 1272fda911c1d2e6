import { render } from "local-api-gateway/vtl";
import { libraryTemplate, readTemplate, setLines } from "../../../components/templates/templates.ts";

/** What a template sees of a call, all of it optional. */
export interface Call {
  readonly body?: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, string | readonly string[]>>;
}

/** Renders a template as API Gateway would: one of the library's, by its name, or the file of a URL. */
export function renderFile(kind: "request" | "response", file: string | URL, call: Call = {}) {
  return render(setLines(call.values ?? {}) + readTemplate(typeof file === "string" ? libraryTemplate(file) : file), {
    kind,
    body: call.body ?? "",
    contentType: "application/json",
    method: "POST",
    path: "/",
    resourcePath: "/",
    pathParameters: { ...call.path },
    query: lists(call.query),
    headers: lists(call.headers),
    stageVariables: {},
    context: {},
  });
}

function lists(values: Readonly<Record<string, string>> = {}): Record<string, string[]> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]));
}
