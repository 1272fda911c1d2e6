import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { OpenApiDocument } from "../document/document.ts";
import { showDocument } from "./swagger-ui.ts";

/** The document in Swagger UI, loaded when it is first looked at. */
export function DocumentViewer({ document }: { document: OpenApiDocument }) {
  const place = useRef<HTMLDivElement>(null);
  const state = useSignal<"loading" | "ready" | "failed">("loading");
  useEffect(() => {
    if (place.current) {
      showDocument(document, place.current).then(
        () => {
          state.value = "ready";
        },
        () => {
          state.value = "failed";
        },
      );
    }
  }, [document, state]);
  return (
    <>
      {state.value === "loading" && (
        <p class="empty" role="status">
          Loading Swagger UI…
        </p>
      )}
      {state.value === "failed" && (
        <p class="note bad" role="alert">
          Swagger UI could not be loaded.
        </p>
      )}
      <div ref={place} class="viewer" />
    </>
  );
}
