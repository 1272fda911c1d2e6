import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Info, Route } from "../../src/api/wire.ts";
import { services } from "../api/live.ts";
import { type OpenApiDocument, operationOf } from "../document/document.ts";
import { place } from "../router.ts";
import { type Draft, draftOf, drafts, keyOf, results, setDraft } from "./drafts.ts";
import { Drawing } from "./drawing.tsx";
import type { Example } from "./example.ts";
import { examplesOf } from "./examples.ts";
import { integrationView } from "./integration.ts";
import { wayOf } from "./parts.ts";
import { RecentRequests } from "./recent-requests.tsx";
import { RequestEditor } from "./request-editor.tsx";
import { ResponseView } from "./response-view.tsx";
import { sendDraft, showTrace } from "./send-draft.ts";
import { TraceView } from "./trace-view.tsx";

/** One route: its request and response on one side, its drawing and its trace on the other. */
export function RouteView({ route, document, info }: { route: Route; document: OpenApiDocument; info: Info }) {
  const key = keyOf(route);
  const isOpen = useSignal(true);
  const record = useRef<HTMLDivElement>(null);
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

  const choose = (index: number) => {
    setDraft(key, draftOf(route, examples[index], index, info.apiKey));
    isOpen.value = true;
  };
  const send = async () => {
    await sendDraft(route, info.stage, draft, exampleOf(draft, examples));
    if (results.value[key]?.response) {
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
      <div class="exchange">
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
          onSend={() => void send()}
        />
        <div ref={response}>
          <ResponseView result={result} />
        </div>
      </div>
      <div class="record" ref={record}>
        <div class="drawing-box">
          <Drawing way={wayOf(route, document, result.trace)} />
        </div>
        <TraceView result={result} integration={operation["x-amazon-apigateway-integration"]} />
      </div>
      <RecentRequests route={route} shown={result.trace?.requestId} />
    </article>
  );
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
