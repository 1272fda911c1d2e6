import { useEffect } from "preact/hooks";
import { services } from "../api/live.ts";
import type { Info, OpenApiDocument, Route } from "../api/types.ts";
import { place } from "../router.ts";
import { draftOf, drafts, keyOf, results, setDraft } from "./drafts.ts";
import { Drawing } from "./drawing.tsx";
import { examplesOf } from "./examples.ts";
import { INTEGRATIONS } from "./integration-names.ts";
import { wayOf } from "./parts.ts";
import { RecentRequests } from "./recent-requests.tsx";
import { RequestEditor } from "./request-editor.tsx";
import { ResponseView } from "./response-view.tsx";
import { sendDraft, showTrace } from "./send-draft.ts";
import { TraceView } from "./trace-view.tsx";

/** One route: its drawing, its editor, the response and the trace. */
export function RouteView({ route, document, info }: { route: Route; document: OpenApiDocument; info: Info }) {
  const key = keyOf(route);
  const examples = examplesOf(route, services.value?.failures.map(({ target }) => target) ?? []);
  const draft =
    drafts.value[key] ?? draftOf(route, examples[0] ?? { name: "", shows: "", path: route.path }, 0, info.apiKey);
  const result = results.value[key] ?? { busy: false };
  const operations = document.paths[route.path] ?? {};
  const operation =
    operations[route.method === "ANY" ? "x-amazon-apigateway-any-method" : route.method.toLowerCase()] ?? {};
  const { name, idea } = INTEGRATIONS[route.integration];

  const asked = place.value.query.get("trace");
  useEffect(() => {
    if (asked !== null) {
      void showTrace(key, asked);
    }
  }, [key, asked]);

  return (
    <article class="route" aria-labelledby="route-name">
      <header>
        <h2 id="route-name" class="mono route-name">
          <span class="method">{route.method}</span> {route.path}
        </h2>
        <p>
          <strong>{name}.</strong> {idea}
        </p>
      </header>
      <div class="drawing-box scroll">
        <Drawing way={wayOf(route, operation, result.trace)} />
      </div>
      <div class="exchange">
        <RequestEditor
          route={route}
          stage={info.stage}
          examples={examples}
          draft={draft}
          busy={result.busy}
          onChoose={(index) => {
            const example = examples[index];
            if (example) {
              setDraft(key, draftOf(route, example, index, info.apiKey));
            }
          }}
          onChange={(changed) => setDraft(key, { ...draft, ...changed })}
          onSend={() => void sendDraft(key, info.stage, draft, examples[draft.example]?.failing)}
        />
        <ResponseView result={result} />
      </div>
      <TraceView result={result} />
      <RecentRequests route={route} shown={result.trace?.requestId} />
    </article>
  );
}
