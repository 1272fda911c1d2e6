import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { RenderRequest, Scope, WatchedRendering, Written } from "../../src/api/wire.ts";
import { renderTemplate } from "../api/request.ts";
import { DiffTable } from "../explorer/diff-table.tsx";
import { TextView } from "../text/text-view.tsx";
import { pretty } from "../ui/format.ts";
import type { At, Editor } from "./codemirror.ts";
import { Explained } from "./explained.tsx";
import { explanationAt } from "./explanations.ts";
import { ValuesTable, VariablesTable } from "./values-table.tsx";

interface Props {
  /** Says which template it is, for screen readers. */
  label: string;
  /** The template at first, or after `version` has changed. */
  text: string;
  version: string;
  /** Characters at the beginning that cannot be changed, and the line after them. */
  locked?: number;
  firstLine?: number;
  scope: Scope;
  /** What the gateway rendered, to compare with. */
  real?: string | undefined;
  /** Whether the editor takes the focus when it is there. */
  focus?: boolean;
  onChange: (text: string) => void;
  onRun?: () => void;
  onSave?: () => void;
  /** Buttons. */
  children?: ComponentChildren;
}

/** Milliseconds without a key before a template is rendered. */
const PAUSE_MS = 150;

const TABS = ["Output", "Compared", "Values", "Variables"] as const;

/** A template's editor, and what the template renders while one types. */
export function Workbench(props: Props) {
  const { label, text, version, locked = 0, firstLine = 1, scope, real } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const rendering = useSignal<WatchedRendering>({ linesRun: [], values: [], writes: [] });
  const failure = useSignal<string | undefined>(undefined);
  const cursor = useSignal<At>({ line: 1, column: 1 });
  const tab = useSignal<(typeof TABS)[number]>("Output");

  useEffect(() => {
    let isGone = false;
    import("./codemirror.ts").then(
      ({ createEditor }) => {
        if (isGone || !host.current) return;
        editor.current = createEditor(host.current, {
          text: latest.current.text,
          label,
          locked,
          firstLine,
          onChange: (changed) => latest.current.onChange(changed),
          onCursor: (at) => {
            cursor.value = at;
          },
          onRun: () => latest.current.onRun?.(),
          onSave: () => latest.current.onSave?.(),
        });
        editor.current.showError(rendering.value.error);
        if (latest.current.focus) editor.current.focus();
      },
      () => {
        failure.value = "The editor could not be loaded.";
      },
    );
    return () => {
      isGone = true;
      editor.current?.destroy();
      editor.current = undefined;
    };
  }, []);

  const shown = useRef(version);
  useEffect(() => {
    if (shown.current === version) return;
    shown.current = version;
    editor.current?.setText(text);
  }, [version]);

  const asked = JSON.stringify({ template: text, scope } satisfies RenderRequest);
  useEffect(() => {
    let isOld = false;
    const timer = setTimeout(async () => {
      try {
        const made = await renderTemplate(JSON.parse(asked));
        if (isOld) return;
        rendering.value = made;
        failure.value = undefined;
        editor.current?.showError(made.error);
      } catch (error) {
        if (!isOld) failure.value = (error as Error).message;
      }
    }, PAUSE_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [asked]);

  const { body = "", error, values, writes } = rendering.value;
  const light = (written: Written | undefined) =>
    editor.current?.light(
      written && { ...written, length: written.written.length || lengthOfLine(text, written.line) },
    );
  return (
    <div class="workbench">
      <div class="code-editor" ref={host} />
      <AtCursor line={text.split("\n")[cursor.value.line - 1] ?? ""} at={cursor.value} rendering={rendering.value} />
      <p class={error ? "note bad" : "unseen"} role="status">
        {error && `${placeOf(error, firstLine)}${error.message}`}
      </p>
      {failure.value && <p class="note bad">{failure.value}</p>}
      {props.children}
      <fieldset class="tabs">
        <legend class="unseen">What to show of the rendering</legend>
        {TABS.filter((name) => name !== "Compared" || real !== undefined).map((name) => (
          <button
            key={name}
            type="button"
            class="button tiny"
            aria-pressed={tab.value === name}
            onClick={() => {
              tab.value = name;
            }}
          >
            {name}
          </button>
        ))}
      </fieldset>
      {tab.value === "Output" && (
        <TextView
          text={body}
          writes={writes}
          isLit={(write) => write.line === cursor.value.line && write.written !== "" && isAt(write, cursor.value)}
          onLight={light}
          onMove={(at) => editor.current?.moveTo(at)}
        />
      )}
      {tab.value === "Compared" && <Compared real={real ?? ""} body={body} />}
      {tab.value === "Values" && <ValuesTable values={values} firstLine={firstLine} />}
      {tab.value === "Variables" && <VariablesTable scope={scope} />}
    </div>
  );
}

const lengthOfLine = (text: string, line: number) => text.split("\n")[line - 1]?.length ?? 0;

function placeOf({ line, column }: Partial<At>, firstLine: number): string {
  if (line === undefined) return "";
  const number = line < firstLine ? `${line} of the lines that the program adds` : `${line - firstLine + 1}`;
  return column === undefined ? `Line ${number}: ` : `Line ${number}, column ${column}: `;
}

/** What stands at the cursor, in a line, and what it held. */
function AtCursor({ line, at, rendering }: { line: string; at: At; rendering: WatchedRendering }) {
  const held = rendering.values.filter((value) => value.line === at.line && isAt(value, at));
  const innermost = Math.max(...held.map(({ column }) => column));
  return (
    <Explained
      explanation={explanationAt(line, at.column)}
      held={held.filter(({ column }) => column === innermost)}
      hint="Place the cursor on a reference or directive to read what it does and what it held."
    />
  );
}

function isAt({ column, written }: { column: number; written: string }, at: At): boolean {
  return column <= at.column && at.column <= column + written.length;
}

function Compared({ real, body }: { real: string; body: string }) {
  if (real === body) return <p class="quiet">This template renders the same text as the gateway did.</p>;
  const titles: [string, string] = ["Rendered by the gateway", "Rendered by this template"];
  return (
    <DiffTable titles={titles} before={pretty(real).split("\n")} after={pretty(body).split("\n")} unrelated={false} />
  );
}
