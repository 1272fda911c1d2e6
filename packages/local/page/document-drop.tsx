import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { info, loadProgram } from "./api/loaded.ts";
import { request } from "./api/request.ts";

/** What became of the last document that was dropped or pasted. */
const outcome = signal<{ text: string; failed: boolean } | undefined>(undefined);

/** Where the server takes documents: says so, and serves one that is dropped on the page or pasted outside a field. */
export function DocumentDrop() {
  const isTaken = info.value.state === "ready" && info.value.data.takesDocuments === true;
  useEffect(() => {
    if (!isTaken) return;
    const stop = new AbortController();
    const { signal } = stop;
    // Without this the browser opens the file in the page's place.
    addEventListener("dragover", (event) => event.preventDefault(), { signal });
    addEventListener("drop", (event) => void drop(event), { signal });
    addEventListener("paste", paste, { signal });
    return () => stop.abort();
  }, [isTaken]);
  if (!isTaken) return null;
  return (
    <div class="document-drop small" role="status">
      {outcome.value ? (
        <p class={outcome.value.failed ? "failed" : undefined}>{outcome.value.text}</p>
      ) : (
        <p>Another API? Drop its OpenAPI document on this page, or paste it.</p>
      )}
    </div>
  );
}

async function drop(event: DragEvent): Promise<void> {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  const text = file ? await file.text() : event.dataTransfer?.getData("text");
  if (text) await serve(file?.name ?? "the dropped document", text);
}

function paste(event: ClipboardEvent): void {
  const isField = event.target instanceof Element && event.target.closest("input, textarea, [contenteditable]");
  const text = event.clipboardData?.getData("text");
  if (!isField && text && /["']?(openapi|swagger)["']?\s*:/.test(text)) void serve("the pasted document", text);
}

async function serve(name: string, text: string): Promise<void> {
  try {
    await request(`/document?name=${encodeURIComponent(name)}`, { method: "PUT", body: text });
    await loadProgram();
    outcome.value = { text: `${name} is served now, until this server stops.`, failed: false };
  } catch (error) {
    outcome.value = { text: (error as Error).message, failed: true };
  }
}
