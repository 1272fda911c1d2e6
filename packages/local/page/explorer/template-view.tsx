import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { ReadValue, TraceMessage, TraceTemplate, WatchedRendering, Written } from "../../src/api/wire.ts";
import { renderTemplate } from "../api/request.ts";
import { Explained } from "../editor/explained.tsx";
import { explanationOf } from "../editor/explanations.ts";
import { ValuesTable, VariablesTable } from "../editor/values-table.tsx";
import { lineLabel } from "../ui/format.ts";
import { rove } from "../ui/roving.ts";
import { BodyFigure } from "./body-view.tsx";
import { type Segment, segmentsOf } from "./template-segments.ts";

/** A place in a template, both from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

interface Props {
  template: TraceTemplate;
  /** The message with the text that the template rendered. */
  output: TraceMessage;
  /** Opens the editor; undefined where there is nothing to render it for. */
  onEdit: (() => void) | undefined;
  /** Whether the button that opens it takes the focus. */
  focusEdit: boolean;
}

const NONE: readonly never[] = [];

/**
 * A mapping template with the lines that ran, next to what they rendered. A reference and the output that it wrote light up
 * together; what it held and what it does is below.
 */
export function TemplateView({ template, output, onEdit, focusEdit }: Props) {
  const editButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (focusEdit) editButton.current?.focus();
  }, []);
  const { source, file, fileLine = 1, linesRun, contentType, scope } = template;
  const rendering = useRendering(template);
  const values = rendering?.values ?? NONE;
  // Of a payload that the trace has cut, another text is rendered.
  const writes = rendering?.body === (output.body ?? "") ? rendering.writes : NONE;
  const pointed = useSignal<Place | undefined>(undefined);
  const chosen = useSignal<Place | undefined>(undefined);
  const lit = pointed.value ?? chosen.value;

  const ran = new Set(linesRun);
  const lines = useMemo(() => {
    const texts = source.replace(/\n$/, "").split("\n");
    return texts.map((text, index) =>
      segmentsOf(
        text,
        values.filter(({ line }) => line === index + 1),
      ),
    );
  }, [source, values]);
  const first = firstReference(lines);
  const segment = lit && lines[lit.line - 1]?.find(({ column }) => column === lit.column);
  const firstLine = file === undefined ? 1 : fileLine;
  return (
    <div class="template-read">
      <div class="template">
        <figure>
          <figcaption>
            <code>{file ?? "Template"}</code>{" "}
            <span class="quiet">
              for {contentType}; marked lines ran{firstLine > 1 && "; the Pulumi program adds the lines marked ·"}
            </span>{" "}
            {onEdit && (
              <button type="button" class="button tiny" ref={editButton} onClick={onEdit}>
                Edit<span class="unseen"> {file ?? "the template"}</span>
              </button>
            )}
          </figcaption>
          <ol class="source mono" onKeyDown={(event) => rove(event, ".vtl-piece")}>
            {lines.map((segments, index) => (
              <li
                key={index}
                class={`code-line ${ran.has(index + 1) ? "ran" : ""} ${lit?.line === index + 1 && !segment ? "lit" : ""}`}
              >
                <span class="line-number">{lineLabel(index + 1, firstLine)}</span>
                <span class="line-text">
                  {ran.has(index + 1) && <span class="unseen">ran: </span>}
                  {segments.map((one) => (
                    <Piece
                      key={one.column}
                      segment={one}
                      isLit={lit?.line === index + 1 && one === segment}
                      isStop={isAt(chosen.value ?? first, index + 1, one)}
                      onPoint={(isPointed) => {
                        pointed.value = isPointed ? { line: index + 1, column: one.column } : undefined;
                      }}
                      onChoose={() => {
                        chosen.value = { line: index + 1, column: one.column };
                      }}
                    />
                  ))}
                </span>
              </li>
            ))}
          </ol>
        </figure>
        <BodyFigure
          title="Rendered"
          message={output}
          writes={writes}
          isLit={(write) => lit !== undefined && segment?.kind === "reference" && isWithin(write, lit, segment)}
          onLight={(write) => {
            pointed.value = write;
          }}
          onMove={(write) => {
            chosen.value = write;
          }}
        />
      </div>
      <Explained
        explanation={segment && explanationOf(segment.text)}
        held={lit && segment ? values.filter((value) => isWithin(value, lit, segment)) : NONE}
        hint="Point at a reference or directive, or go through them with the arrow keys, to read what it does and what it held."
      />
      {values.length > 0 && (
        <details>
          <summary>Values ({values.length})</summary>
          <ValuesTable values={values} firstLine={firstLine} />
        </details>
      )}
      {scope && (
        <details>
          <summary>Variables</summary>
          <VariablesTable scope={scope} />
        </details>
      )}
    </div>
  );
}

/** What templates of traces rendered: one that is shown again is not rendered again. */
const renderings = new WeakMap<TraceTemplate, WatchedRendering>();

/** What the template rendered, with values and writes; undefined until that is known, or where it cannot be rendered again. */
function useRendering(template: TraceTemplate): WatchedRendering | undefined {
  const rendering = useSignal(renderings.get(template));
  useEffect(() => {
    const { source, scope } = template;
    let isOld = false;
    rendering.value = renderings.get(template);
    if (scope && !rendering.value) {
      renderTemplate({ template: source, scope }).then(
        (made) => {
          renderings.set(template, made);
          if (!isOld) rendering.value = made;
        },
        // The template and its text are in the trace all the same.
        () => undefined,
      );
    }
    return () => {
      isOld = true;
    };
  }, [template]);
  return rendering.value;
}

/** One piece of a line. References and directives are one stop of Tab in all; the arrow keys go through them. */
function Piece(props: {
  segment: Segment;
  isLit: boolean;
  isStop: boolean;
  onPoint: (isPointed: boolean) => void;
  onChoose: () => void;
}) {
  const { segment, isLit, isStop, onPoint, onChoose } = props;
  if (!isExplained(segment)) return <span class={`vtl-${segment.kind}`}>{segment.text}</span>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button does not break over lines
    <span
      role="button"
      tabIndex={isStop ? 0 : -1}
      class={`vtl-piece vtl-${segment.kind} ${isLit ? "lit" : ""}`}
      onPointerEnter={() => onPoint(true)}
      onPointerLeave={() => onPoint(false)}
      onFocus={onChoose}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          onChoose();
        }
      }}
    >
      {segment.text}
    </span>
  );
}

const isExplained = ({ kind }: Segment) => kind === "reference" || kind === "directive";

function firstReference(lines: readonly Segment[][]): Place | undefined {
  const index = lines.findIndex((segments) => segments.some(isExplained));
  const column = lines[index]?.find(isExplained)?.column;
  return column === undefined ? undefined : { line: index + 1, column };
}

const isAt = (place: Place | undefined, line: number, { column }: Segment) =>
  place?.line === line && place.column === column;

/** Whether a value or a part of the output belongs to a piece of a line: it is that piece, or inside it. */
function isWithin(it: ReadValue | Written, { line }: Place, { column, text }: Segment): boolean {
  return it.written !== "" && it.line === line && it.column >= column && it.column < column + text.length;
}
