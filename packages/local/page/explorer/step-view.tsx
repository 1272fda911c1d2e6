import { Fragment } from "preact";
import type { Trace, TraceStep, TraceTemplate } from "../../src/api/wire.ts";
import { beginEdit, editKey, isEdited, wasClosed } from "../editor/edits.ts";
import { TemplateEditor } from "../editor/template-editor.tsx";
import { milliseconds } from "../ui/format.ts";
import { BeforeAfter } from "./before-after.tsx";
import type { PlaceOf } from "./bodies.ts";
import { stepId } from "./open-step.ts";
import { STEP_NAMES } from "./parts.ts";
import { TemplateView } from "./template-view.tsx";

/** One step: closed it is a line, open it shows what came in, what went out, and the template that ran. */
export function StepView(props: { step: TraceStep; number: number; trace: Trace; placeOf: PlaceOf }) {
  const { step, number, trace, placeOf } = props;
  return (
    <li>
      <details id={stepId(step.name)} class={step.error ? "step failed" : "step"} open={isTelling(step)}>
        <summary>
          <span class="step-number">{number}</span>
          <span class="step-name">{STEP_NAMES[step.name]}</span>
          <span class="step-rule">{step.rule}</span>
          <Timing step={step} totalMs={trace.durationMs} />
        </summary>
        <div class="step-body">
          {step.error && (
            <p class="note bad">
              <code>{step.error.type}</code> {step.error.message}
            </p>
          )}
          {step.template && <Template step={step} template={step.template} trace={trace} />}
          {(step.input || step.output) && <BeforeAfter step={step} placeOf={placeOf} />}
          {step.detail && <Facts detail={step.detail} />}
        </div>
      </details>
    </li>
  );
}

/** A template, to be read or to be edited. */
function Template({ step, template, trace }: { step: TraceStep; template: TraceTemplate; trace: Trace }) {
  const key = editKey(trace, step);
  const { scope } = template;
  if (isEdited(trace, step)) return <TemplateEditor name={key} trace={trace} />;
  return (
    <TemplateView
      template={template}
      output={step.output ?? {}}
      focusEdit={wasClosed(key)}
      onEdit={scope && (() => beginEdit(key, template, scope, step.output?.body))}
    />
  );
}

/** Steps that map, call or fail are open from the start. */
function isTelling({ name, error, template, input, output }: TraceStep): boolean {
  const isMapped = name === "integrationRequest" && (input?.body !== output?.body || input?.uri !== output?.uri);
  return Boolean(error) || Boolean(template) || name === "integration" || isMapped;
}

function Timing({ step: { startedMs, durationMs }, totalMs }: { step: TraceStep; totalMs: number }) {
  const percent = (ms: number) => `${(100 * ms) / Math.max(totalMs, 0.001)}%`;
  return (
    <span class="timing">
      <span class="timing-track" aria-hidden="true">
        <span class="timing-bar" style={{ left: percent(startedMs), width: percent(durationMs) }} />
      </span>
      <span class="timing-text">{milliseconds(durationMs)}</span>
    </span>
  );
}

function Facts({ detail }: { detail: Record<string, unknown> }) {
  const facts = Object.entries(detail).filter(([, value]) => value !== undefined);
  return facts.length === 0 ? null : (
    <dl class="facts mono">
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{textOf(value)}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function textOf(value: unknown): string {
  const isList = Array.isArray(value) && value.every((one) => typeof one === "string");
  return isList ? value.join("\n") : typeof value === "string" ? value : JSON.stringify(value);
}
