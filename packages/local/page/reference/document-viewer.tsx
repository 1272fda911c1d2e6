import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { OpenApiDocument } from "../document/document.ts";
import { forReading } from "../document/reading.ts";
import { showDocument } from "./swagger-ui.ts";

/** The document in Swagger UI, which is loaded when it is first opened. */
export function DocumentViewer({ document }: { document: OpenApiDocument }) {
  const place = useRef<HTMLDivElement>(null);
  const state = useSignal<"loading" | "ready" | "failed">("loading");
  useEffect(() => {
    if (place.current) {
      showDocument(forReading(document), place.current).then(
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
