import { useSignal } from "@preact/signals";
import { openApi } from "../api/loaded.ts";
import { placeOf } from "../router.ts";
import { Panel } from "../ui/panel.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { DecisionTable } from "./decision-table.tsx";
import { DocumentViewer } from "./document-viewer.tsx";

/** The decision table, and the document that AWS and localhost both serve. */
export function ReferencePage() {
  const open = useSignal(false);
  return (
    <>
      <h1 tabIndex={-1}>Reference</h1>
      <p class="lede">Which integration type to choose, and the one document that describes the whole API.</p>
      <div class="reference">
        <DecisionTable />
        <Panel title="The OpenAPI document" aside={<a href="/_local/openapi">As JSON</a>}>
          <p>
            <code>pulumi up</code> imports this document into API Gateway, and this server serves it. Send requests from
            the <a href={placeOf("explorer")}>Explorer</a>. Swagger UI cannot show routes with ANY; CORS preflights
            (OPTIONS) are left out.
          </p>
          {open.value ? (
            <ViewerOrWaiting />
          ) : (
            <button
              type="button"
              class="button open-viewer"
              onClick={() => {
                open.value = true;
              }}
            >
              Open it in Swagger UI
            </button>
          )}
        </Panel>
      </div>
    </>
  );
}

function ViewerOrWaiting() {
  return openApi.value.state === "ready" ? (
    <DocumentViewer document={openApi.value.data} />
  ) : (
    <Waiting what="The document" of={openApi.value} />
  );
}
