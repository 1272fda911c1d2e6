import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Written } from "../../src/api/wire.ts";
import { rove } from "../ui/roving.ts";
import { foldable, foldedAtFirst, layoutOf, plainLines } from "./layout.ts";
import { type Span, spansOf } from "./spans.ts";

/** Whether bodies are shown as they were sent, and not laid out. */
const asSent = signal(false);

/** A body, and what is known of the template that wrote it. */
export interface TextViewProps {
  text: string;
  contentType?: string | undefined;
  /** What wrote which part of the text, ascending. */
  writes?: readonly Written[];
  /** Whether what an expression wrote is lit up. */
  isLit?: (write: Written) => boolean;
  onLight?: (write: Written | undefined) => void;
  /** Goes to the expression that wrote a part. */
  onMove?: (write: Written) => void;
}

const NOTHING_WRITTEN: readonly Written[] = [];

/** A body to read: JSON indented, with long parts folded; a form decoded, one parameter a line; or as it was sent. */
export function TextView(props: TextViewProps) {
  const { text, contentType, writes = NOTHING_WRITTEN } = props;
  const layout = useMemo(() => layoutOf(text, contentType), [text, contentType]);
  // Of other JSON only white space is changed, which matters to nobody but the writer of a template.
  const isOffered = layout.kind === "form" || (layout.kind === "json" && props.writes !== undefined);
  const raw = isOffered && asSent.value;
  const shown = useMemo(() => (raw ? { kind: "text" as const, lines: plainLines(text) } : layout), [raw, text, layout]);
  const spans = useMemo(() => spansOf(shown, text, writes), [shown, text, writes]);
  const folds = useMemo(() => new Set(foldable(shown)), [shown]);
  const closed = useMemo(() => signal<ReadonlySet<number>>(new Set(foldedAtFirst(shown))), [shown]);
  const active = useMemo(() => signal<number | undefined>(undefined), [shown]);

  if (text === "") return <pre class="rendered">(nothing)</pre>;
  const [first] = folds;
  const toggle = (index: number) => {
    const others = [...closed.value].filter((one) => one !== index);
    closed.value = new Set(closed.value.has(index) ? others : [...others, index]);
  };
  const fold = (index: number) => (
    <button
      type="button"
      class="fold"
      aria-expanded={!closed.value.has(index)}
      aria-label={`Lines ${index + 1} to ${(shown.lines[index]?.closedBy ?? index) + 1}`}
      tabIndex={index === (active.value ?? first) ? 0 : -1}
      onFocus={() => {
        active.value = index;
      }}
      onClick={() => toggle(index)}
    />
  );
  const isClosed = (index: number) => folds.has(index) && closed.value.has(index);
  return (
    <>
      {isOffered && (
        <button
          type="button"
          class="link small as-sent"
          aria-pressed={raw}
          onClick={() => {
            asSent.value = !raw;
          }}
        >
          As sent
        </button>
      )}
      <pre
        class={`rendered lines ${folds.size > 0 ? "folds" : ""} ${writes.length > 0 ? "written" : ""}`}
        onKeyDown={(event) => rove(event, ".fold")}
      >
        {visibleLines(shown.lines, isClosed).map((index) => (
          <span key={index} class={shown.kind === "form" ? "text-line parameter" : "text-line"}>
            {folds.has(index) && fold(index)}
            {(spans[index] ?? []).map((span, at) => (
              <Part key={at} span={span} {...props} />
            ))}
            {isClosed(index) && <Folded spans={spans} first={index} last={shown.lines[index]?.closedBy ?? index} />}
            {"\n"}
          </span>
        ))}
      </pre>
    </>
  );
}

/** What stands for the lines that are folded away: their number, and the end of the last one. */
function Folded({ spans, first, last }: { spans: Span[][]; first: number; last: number }) {
  const end = (spans[last] ?? []).map(({ text }) => text).join("");
  return (
    <>
      <span class="quiet"> … {last - first - 1} lines … </span>
      {end.trim()}
    </>
  );
}

function visibleLines(lines: readonly { closedBy?: number }[], isClosed: (index: number) => boolean): number[] {
  const visible: number[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    visible.push(index);
    if (isClosed(index)) index = lines[index]?.closedBy ?? index;
  }
  return visible;
}

function Part({ span: { text, isName, write }, isLit, onLight, onMove }: TextViewProps & { span: Span }) {
  if (!write) return isName ? <span class="parameter-name">{text}</span> : text;
  const names = [isLit?.(write) && "lit", isName && "parameter-name"].filter(Boolean).join(" ");
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has the template's references for this, not 2,000 stops of Tab
    // biome-ignore lint/a11y/noStaticElementInteractions: as above
    <span
      class={names}
      onPointerEnter={() => onLight?.(write)}
      onPointerLeave={() => onLight?.(undefined)}
      onClick={() => onMove?.(write)}
    >
      {text}
    </span>
  );
}
