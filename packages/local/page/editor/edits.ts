import { computed, signal } from "@preact/signals";
import type { Scope, Trace, TraceStep, TraceTemplate, TrialResult } from "../../src/api/wire.ts";
import { requestJson } from "../api/request.ts";
import { setResult } from "../explorer/drafts.ts";

/** A template under work. It is kept while the page is open, also when another trace is shown. */
export interface Edit {
  /** The template as the program has it, or as it was saved. */
  readonly original: string;
  /** The template that the gateway had when the editor was opened. */
  readonly served: string;
  readonly text: string;
  readonly contentType: string;
  readonly file: string | undefined;
  readonly fileLine: number;
  readonly scope: Scope;
  /** What the gateway rendered. */
  readonly real: string | undefined;
  /** What came of the last action, in a sentence. */
  readonly message?: string | undefined;
  readonly failed?: boolean;
  /** What gets the focus next: the editor that was opened, or the button after the trace of its run has replaced the other one. */
  readonly focus?: "editor" | "run" | undefined;
}

/** By route, step and content type. */
export const edits = signal<Readonly<Record<string, Edit>>>({});

/** The name of a step's template in `edits`. */
export function editKey(trace: Trace, step: TraceStep): string {
  return `${trace.route} ${step.name}`;
}

/** The names in `edits`, as JSON. With each key that is typed `edits` changes and this does not, so the trace is not drawn again. */
const names = computed(() => JSON.stringify(Object.keys(edits.value)));

/** Whether a step's template is in the editor. */
export function isEdited(trace: Trace, step: TraceStep): boolean {
  return JSON.parse(names.value).includes(editKey(trace, step));
}

/** Begins to edit the template of a step. */
export function beginEdit(key: string, template: TraceTemplate, scope: Scope, real: string | undefined): void {
  const { source, file, fileLine = 1, contentType } = template;
  edits.value = {
    ...edits.value,
    [key]: {
      original: source,
      served: source,
      text: source,
      contentType,
      file,
      fileLine,
      scope,
      real,
      focus: "editor",
    },
  };
}

export function changeEdit(key: string, change: Partial<Edit>): void {
  const edit = edits.value[key];
  if (edit) edits.value = { ...edits.value, [key]: { ...edit, ...change } };
}

let closed: string | undefined;

/** Whether the editor was closed just now, so that the button which opens it gets the focus. Tells it once. */
export function wasClosed(key: string): boolean {
  const isIt = closed === key;
  if (isIt) closed = undefined;
  return isIt;
}

export function endEdit(key: string): void {
  const { [key]: _, ...others } = edits.value;
  edits.value = others;
  closed = key;
}

/** Sends the request of a trace again with the edited template in place, for this one time, and shows the trace. */
export async function runEdit(key: string, trace: Trace): Promise<void> {
  const edit = edits.value[key];
  if (!edit) return;
  try {
    const result = await trial(trace, edit);
    const { status, statusText, body, durationMs } = result;
    const said = `Sent with this template: ${status} ${statusText}. The trace shows this run; nothing is saved.`;
    changeEdit(key, { message: said, failed: status >= 500, focus: "run" });
    setResult(trace.route ?? "", {
      busy: false,
      response: {
        status,
        statusText,
        body,
        durationMs,
        headers: result.headers.map(([name, value]) => [name, value]),
        size: new TextEncoder().encode(body).length,
        requestId: result.trace.requestId,
      },
      trace: result.trace,
    });
  } catch (error) {
    changeEdit(key, { message: (error as Error).message, failed: true });
  }
}

async function trial(trace: Trace, { original, served, text }: Edit): Promise<TrialResult> {
  const request = await requestOf(trace);
  const run = (source: string) =>
    requestJson<TrialResult>("POST", "/run", { route: trace.route, source, template: text, request });
  // What was saved is in the gateway once it has read the file again.
  return original === served ? run(original) : run(original).catch(() => run(served));
}

/** The client's request of a trace. A signature is made anew: AWS's are valid for five minutes. */
async function requestOf({ request: { method = "GET", uri = "/", headers = {}, body = "", ...rest } }: Trace) {
  if (rest.truncatedFrom !== undefined || rest.base64) {
    throw new Error("The trace does not have the whole body of the request: send it again from the request's panel.");
  }
  const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(",")]));
  const isSigned = Object.entries(flat).some(([name, value]) => /^authorization$/i.test(name) && /^AWS4/.test(value));
  if (!isSigned) return { method, path: uri, headers: flat, body };
  const bare = Object.fromEntries(Object.entries(flat).filter(([name]) => !/^(authorization|x-amz-.*)$/i.test(name)));
  const asked = { method, path: uri, headers: bare, body };
  const signed = await requestJson<Record<string, string>>("POST", "/signature", asked);
  return { ...asked, headers: { ...bare, ...signed } };
}

/** Saves the edited template to the file that it came from. */
export async function saveEdit(key: string): Promise<void> {
  const edit = edits.value[key];
  if (!edit) return;
  const { original, text } = edit;
  try {
    const { file } = await requestJson<{ file: string }>("PUT", "/templates", { source: original, template: text });
    changeEdit(key, { original: text, message: `Saved to ${file}.`, failed: false });
  } catch (error) {
    changeEdit(key, { message: (error as Error).message, failed: true });
  }
}
