import { useSignal } from "@preact/signals";
import { openApi } from "../api/loaded.ts";
import { Panel } from "../ui/panel.tsx";
import { Waiting } from "../ui/waiting.tsx";
import { DecisionTable } from "./decision-table.tsx";
import { DocumentViewer } from "./document-viewer.tsx";

/** The decision table, and the document that both AWS and localhost are fed with. */
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
            What <code>pulumi up</code> imports into API Gateway and what this server serves are this same document. To
            send requests, use the explorer: it shows what happens to them. Swagger UI leaves out ANY, which only API
            Gateway has.
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
