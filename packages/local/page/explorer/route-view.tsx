import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Info, Route } from "../../src/api/wire.ts";
import { services } from "../api/live.ts";
import { routes } from "../api/loaded.ts";
import { fetchTrace } from "../api/request.ts";
import { type OpenApiDocument, operationOf } from "../document/document.ts";
import { place, replacePlace, routePlace } from "../router.ts";
import { pathOf } from "../saved/recording.ts";
import { readTrace } from "../saved/trace-file.ts";
import { type Draft, draftOf, draftOfTrace, drafts, keyOf, results, setDraft, setResult } from "./drafts.ts";
import { Drawing } from "./drawing.tsx";
import type { Example } from "./example.ts";
import { examplesOf } from "./examples.ts";
import { integrationView } from "./integration.ts";
import { wayOf } from "./parts.ts";
import { RecentRequests } from "./recent-requests.tsx";
import { RequestEditor } from "./request-editor.tsx";
import { ResponseView } from "./response-view.tsx";
import { sendDraft, showTrace } from "./send-draft.ts";
import { takeCurl } from "./take-curl.ts";
import { TraceView } from "./trace-view.tsx";

/** One route: its request and response on one side, its drawing and its trace on the other. */
export function RouteView({ route, document, info }: { route: Route; document: OpenApiDocument; info: Info }) {
  const key = keyOf(route);
  const isOpen = useSignal(true);
  const record = useRef<HTMLDivElement>(null);
  const editor = useRef<HTMLDivElement>(null);
  const response = useRef<HTMLDivElement>(null);
  const examples = examplesOf(route, document, services.value?.failures ?? []);
  const draft = drafts.value[key] ?? draftOf(route, examples[0], 0, info.apiKey);
  const result = results.value[key] ?? { busy: false };
  const operation = operationOf(document, route);
  const { name, idea, answerer } = integrationView(operation);

  const asked = place.value.query.get("trace");
  useEffect(() => {
    if (asked !== null) {
      void showTrace(key, asked);
    }
  }, [key, asked]);

  const setAside = (error: unknown) =>
    setResult(key, { ...results.value[key], busy: false, error: (error as Error).message });
  const edit = async (requestId: string): Promise<Draft | undefined> => {
    try {
      const trace = result.trace?.requestId === requestId ? result.trace : await fetchTrace(requestId);
      const filled = draftOfTrace(trace, pathOf(trace, info.stage), info.apiKey);
      setDraft(key, filled);
      isOpen.value = true;
      return filled;
    } catch (error) {
      setAside(error);
    }
  };
  const takeTrace = (text: string) => {
    try {
      const trace = readTrace(text);
      const all = routes.value.state === "ready" ? routes.value.data : [];
      // A trace of another API is shown here.
      const of = all.find((one) => keyOf(one) === trace.route) ?? route;
      setResult(keyOf(of), { busy: false, trace });
      location.hash = routePlace(of.method, of.path, { trace: trace.requestId });
    } catch (error) {
      setAside(error);
    }
  };
  const takeRequest = (command: string) => {
    const all = routes.value.state === "ready" ? routes.value.data : [route];
    const { route: of, draft: filled } = takeCurl(command, all, info.stage);
    setDraft(keyOf(of), filled);
    isOpen.value = true;
    if (keyOf(of) !== key) {
      location.hash = routePlace(of.method, of.path);
    }
  };
  const choose = (index: number) => {
    setDraft(key, draftOf(route, examples[index], index, info.apiKey));
    isOpen.value = true;
  };
  const send = async (sent: Draft) => {
    await sendDraft(route, info.stage, sent, exampleOf(sent, examples));
    const { response: received, trace } = results.value[key] ?? {};
    if (trace && received && isShown(route)) {
      replacePlace(routePlace(route.method, route.path, { trace: trace.requestId }));
    }
    if (received) {
      isOpen.value = false;
      // Where the trace is below the request, the reader is taken there.
      requestAnimationFrame(() => scrollIfBelow(response.current, record.current));
    }
  };
  return (
    <article class="route" aria-labelledby="route-name">
      <header class="route-head">
        <h2 id="route-name" class="mono route-name">
          <span class="method">{route.method}</span> {route.path}
        </h2>
        <p>
          {route.summary && `${route.summary}. `}
          <strong>{name}.</strong> {idea}
        </p>
      </header>
      <div class="exchange" ref={editor} tabIndex={-1}>
        <RequestEditor
          route={route}
          stage={info.stage}
          examples={examples}
          answerer={answerer}
          draft={draft}
          busy={result.busy}
          isOpen={isOpen.value}
          onOpen={() => {
            isOpen.value = true;
          }}
          onChoose={choose}
          onChange={(changed) => setDraft(key, { ...draft, ...changed, example: undefined })}
          onSend={() => void send(draft)}
          onCurl={takeRequest}
        />
        <div ref={response}>
          <ResponseView result={result} />
        </div>
      </div>
      <div class="record" ref={record}>
        <div class="drawing-box">
          <Drawing way={wayOf(route, document, result.trace)} requestId={result.trace?.requestId} />
        </div>
        <TraceView result={result} integration={operation["x-amazon-apigateway-integration"]} />
      </div>
      <RecentRequests
        route={route}
        shown={result.trace?.requestId}
        onEdit={(requestId) => void edit(requestId).then((filled) => filled && editor.current?.focus())}
        onRunAgain={(requestId) => void edit(requestId).then((filled) => filled && send(filled))}
        onImport={takeTrace}
      />
    </article>
  );
}

/** Whether the page still shows the route: the reader may have gone elsewhere while the response was awaited. */
function isShown({ method, path }: Route): boolean {
  const { part, rest } = place.value;
  return part === "explorer" && (rest.length === 0 || (rest[0] === method && `/${rest.slice(1).join("/")}` === path));
}

function exampleOf({ example }: Draft, examples: readonly Example[]): Example | undefined {
  return example === undefined ? undefined : examples[example];
}

function scrollIfBelow(response: HTMLElement | null, record: HTMLElement | null): void {
  if (response && record && record.getBoundingClientRect().top >= response.getBoundingClientRect().bottom) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    response.scrollIntoView({ behavior: still ? "auto" : "smooth" });
  }
}
