import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Trace } from "../../src/api/wire.ts";
import { COPY_FORMS } from "./copy.ts";
import { changeEdit, edits, endEdit, runEdit, saveEdit } from "./edits.ts";
import { Workbench } from "./workbench.tsx";

/** The editor of a template of the trace: rendered as one types, run through the gateway, saved to its file. */
export function TemplateEditor({ name, trace }: { name: string; trace: Trace }) {
  const edit = edits.value[name];
  const runButton = useRef<HTMLButtonElement>(null);
  const busy = useSignal(false);
  const resets = useSignal(0);
  const focusEditor = edit?.focus === "editor";
  useEffect(() => {
    if (edit?.focus !== "run") return;
    runButton.current?.focus();
    changeEdit(name, { focus: undefined });
  }, [edit?.focus]);
  if (!edit) return null;
  const { text, original, file, fileLine, contentType, scope, real, message, failed } = edit;
  const locked =
    file === undefined
      ? ""
      : original
          .split(/(?<=\n)/)
          .slice(0, fileLine - 1)
          .join("");

  const during = async (work: Promise<void>) => {
    busy.value = true;
    await work;
    busy.value = false;
  };
  const run = () => void during(runEdit(name, trace));
  const save = () => void during(saveEdit(name));
  const reset = () => {
    changeEdit(name, { text: original, message: "Reset.", failed: false });
    resets.value += 1;
  };
  const copy = async (form: keyof typeof COPY_FORMS) => {
    try {
      await navigator.clipboard.writeText(COPY_FORMS[form](text, scope.kind, contentType));
      changeEdit(name, { message: `Copied: ${form}.`, failed: false });
    } catch {
      changeEdit(name, { message: "The browser does not allow this page to copy.", failed: true });
    }
  };
  return (
    <section class="template-editor" aria-label={`Editor of ${file ?? "the template"}`}>
      <p class="small">
        <code>{file ?? "Template"}</code> <span class="quiet">for {contentType}</span>
        {locked !== "" && (
          <span class="quiet">
            . The Pulumi program adds the lines marked ·: they are not in the file and cannot be changed here.
          </span>
        )}
      </p>
      <Workbench
        label={`Template ${file ?? ""}`.trim()}
        text={text}
        version={String(resets.value)}
        locked={locked.length}
        firstLine={file === undefined ? 1 : fileLine}
        scope={scope}
        real={real}
        focus={focusEditor}
        onChange={(changed) => changeEdit(name, { text: changed, message: undefined })}
        onRun={run}
        onSave={save}
      >
        <div class="editor-actions">
          <button type="button" class="button" ref={runButton} aria-disabled={busy.value} onClick={run}>
            Run through the gateway
          </button>
          <button
            type="button"
            class="button"
            disabled={file === undefined || text === original}
            title={file === undefined ? "This template does not come from a file of the project." : undefined}
            onClick={save}
          >
            Save to file
          </button>
          <button type="button" class="button" disabled={text === original} onClick={reset}>
            Reset
          </button>
          <button type="button" class="button" onClick={() => endEdit(name)}>
            Close
          </button>
          <span class="copies">
            {(Object.keys(COPY_FORMS) as (keyof typeof COPY_FORMS)[]).map((form) => (
              <button key={form} type="button" class="button tiny" onClick={() => void copy(form)}>
                {form === "Plain" ? "Copy" : `Copy for ${form}`}
              </button>
            ))}
          </span>
        </div>
        <p class={message === undefined ? "unseen" : failed ? "note bad" : "note"} role="status">
          {message}
        </p>
      </Workbench>
    </section>
  );
}
