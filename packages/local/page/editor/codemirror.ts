import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { lineLabel } from "../ui/format.ts";
import { EXPLANATIONS } from "./explanations.ts";

/** A place in the template, both from 1. */
export interface At {
  readonly line: number;
  readonly column: number;
}

/** What an editor starts with, and tells. */
export interface EditorOptions {
  readonly text: string;
  readonly label: string;
  /** Characters at the beginning that cannot be changed. */
  readonly locked: number;
  /** The line of the text that counts as line 1. */
  readonly firstLine: number;
  readonly onChange: (text: string) => void;
  readonly onCursor: (at: At) => void;
  readonly onRun: () => void;
  readonly onSave: () => void;
}

/** An editor on the page. */
export interface Editor {
  readonly destroy: () => void;
  readonly focus: () => void;
  readonly setText: (text: string) => void;
  readonly showError: (error: (Partial<At> & { message: string }) | undefined) => void;
  /** Lights up the text from a place on; none without one. */
  readonly light: (at?: At & { length: number }) => void;
  readonly moveTo: (at: At) => void;
}

/**
 * Puts an editor for mapping templates into an element. It lives in a shadow root: there CodeMirror's style sheets are
 * constructed by script, which the page's `style-src 'self'` allows, and not written as `<style>`, which it does not.
 */
export function createEditor(host: HTMLElement, options: EditorOptions): Editor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const { locked } = options;
  const command = (run: () => void) => () => {
    run();
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers({ formatNumber: (line) => lineLabel(line, options.firstLine) }),
        history(),
        drawSelection(),
        vtl,
        syntaxHighlighting(colours),
        autocompletion({ override: [complete], icons: false }),
        keymap.of([
          { key: "Mod-Enter", run: command(options.onRun) },
          { key: "Mod-s", run: command(options.onSave), preventDefault: true },
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": options.label, spellcheck: "false", tabindex: "0" }),
        EditorState.changeFilter.of(() => (locked === 0 ? true : [0, locked])),
        lit,
        lockedLines(locked),
        look,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString());
          if (update.docChanged || update.selectionSet) {
            const { head } = update.state.selection.main;
            const line = update.state.doc.lineAt(head);
            options.onCursor({ line: line.number, column: head - line.from + 1 });
          }
        }),
      ],
    }),
  });
  const offset = ({ line, column }: At) => {
    const { doc } = view.state;
    const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
    return Math.min(from + column - 1, to);
  };
  return {
    destroy: () => view.destroy(),
    focus: () => view.focus(),
    setText: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, filter: false }),
    showError(error) {
      const { line = 1, column } = error ?? {};
      const from = offset({ line, column: column ?? 1 });
      const to = column === undefined ? view.state.doc.lineAt(from).to : Math.min(from + 1, view.state.doc.length);
      const found = error ? [{ from, to, severity: "error" as const, message: error.message }] : [];
      view.dispatch(setDiagnostics(view.state, found));
    },
    light(at) {
      const from = at && offset(at);
      const range =
        from === undefined ? undefined : { from, to: Math.min(from + (at?.length ?? 0), view.state.doc.length) };
      view.dispatch({ effects: lightUp.of(range) });
    },
    moveTo(at) {
      view.dispatch({ selection: { anchor: offset(at) }, scrollIntoView: true });
      view.focus();
    },
  };
}

const lightUp = StateEffect.define<{ from: number; to: number } | undefined>();
const litMark = Decoration.mark({ class: "lit" });
const lit = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(lightUp)) continue;
      const range = effect.value;
      return range && range.to > range.from ? Decoration.set(litMark.range(range.from, range.to)) : Decoration.none;
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const lockedLine = Decoration.line({
  class: "locked",
  attributes: { title: "Added by the Pulumi program, not in the file" },
});

/** Marks the lines that the program puts before the file's. */
const lockedLines = (locked: number) =>
  EditorView.decorations.of((view) => {
    const ranges = [];
    for (let at = 0; at < locked; ) {
      const line = view.state.doc.lineAt(at);
      ranges.push(lockedLine.range(line.from));
      at = line.to + 1;
    }
    return Decoration.set(ranges);
  });

const vtl = StreamLanguage.define<{ comment: boolean }>({
  startState: () => ({ comment: false }),
  token(stream, state) {
    if (state.comment || stream.match("#*")) {
      state.comment = !stream.match(/^.*?\*#/);
      if (state.comment) stream.skipToEnd();
      return "comment";
    }
    if (stream.match(/^##.*/)) return "comment";
    if (stream.match(/^#\{?(?:set|if|elseif|else|end|foreach|break|stop|define)\b\}?/)) return "keyword";
    if (stream.match(/^\$!?\{?[A-Za-z_][\w-]*(?:\.[A-Za-z_]\w*)*\}?/)) return "variableName";
    stream.next();
    return null;
  },
});

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--ink-2)", fontStyle: "italic" },
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--warn)" },
]);

/** Names of what begins where the cursor is: `$`, `$util.`, `#`. */
function complete(context: CompletionContext): CompletionResult | null {
  const word = context.matchBefore(/[$#]!?\{?[\w.]*$/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const typed = word.text.replace(/^\$!?\{?/, "$");
  return {
    from: word.from,
    validFor: /^[$#\w.]*$/,
    options: EXPLANATIONS.filter(({ name }) => name.startsWith(typed.slice(0, 1)) && /\w/.test(name)).map(
      ({ name, text }) => ({ label: name, info: text, apply: name.endsWith("()") ? `${name.slice(0, -1)}` : name }),
    ),
  };
}

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--surface)", fontSize: "12.5px", maxHeight: "60vh" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "18px", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--ink-2)", borderRight: "1px solid var(--line)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--accent-soft)",
  },
  ".cm-tooltip": { backgroundColor: "var(--surface)", color: "var(--ink)", border: "1px solid var(--control)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--accent-ink)",
  },
  ".cm-completionInfo": { maxWidth: "280px", padding: "4px 8px" },
  ".lit": { backgroundColor: "var(--accent-soft)", boxShadow: "0 2px 0 var(--accent)" },
  ".locked": { backgroundColor: "var(--sunken)" },
});
