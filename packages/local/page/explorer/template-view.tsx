import { useEffect, useRef } from "preact/hooks";
import type { TraceTemplate } from "../../src/api/wire.ts";
import { pretty } from "../ui/format.ts";
import { vtlTokens } from "./vtl-tokens.ts";

/** A mapping template with the lines that ran, next to what they rendered. */
export function TemplateView(props: {
  template: TraceTemplate;
  rendered: string;
  /** Opens the editor; undefined where there is nothing to render it for. */
  onEdit: (() => void) | undefined;
  /** Whether the button that opens it takes the focus. */
  focusEdit: boolean;
}) {
  const { template, rendered, onEdit, focusEdit } = props;
  const editButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (focusEdit) editButton.current?.focus();
  }, []);
  const { source, file, fileLine = 1, linesRun, contentType } = template;
  const ran = new Set(linesRun);
  const lines = source.replace(/\n$/, "").split("\n");
  return (
    <div class="template">
      <figure>
        <figcaption>
          <code>{file ?? "Template"}</code> <span class="quiet">for {contentType}; marked lines ran</span>{" "}
          {onEdit && (
            <button type="button" class="button tiny" ref={editButton} onClick={onEdit}>
              Edit<span class="unseen"> {file ?? "the template"}</span>
            </button>
          )}
        </figcaption>
        <ol class="source mono">
          {lines.map((line, index) => (
            <li key={index} class={ran.has(index + 1) ? "code-line ran" : "code-line"}>
              <span class="line-number">{numberOf(index + 1, file, fileLine)}</span>
              <span class="line-text">
                {ran.has(index + 1) && <span class="unseen">ran: </span>}
                {vtlTokens(line).map(({ kind, text }, at) => (
                  <span key={at} class={`vtl-${kind}`}>
                    {text}
                  </span>
                ))}
              </span>
            </li>
          ))}
        </ol>
      </figure>
      <figure>
        <figcaption>Rendered</figcaption>
        <pre class="rendered">{rendered === "" ? "(nothing)" : pretty(rendered)}</pre>
      </figure>
    </div>
  );
}

/** Lines count as in the file; those set at deployment, before it, have no number there. */
function numberOf(line: number, file: string | undefined, fileLine: number): string {
  const number = file === undefined ? line : line - fileLine + 1;
  return number > 0 ? String(number) : "·";
}
