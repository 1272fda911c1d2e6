import type { TraceMessage } from "../../src/api/wire.ts";
import { TextView, type TextViewProps } from "../text/text-view.tsx";
import { bytes } from "../ui/format.ts";
import type { BodyPlace, PlaceOf } from "./bodies.ts";
import { headerText } from "./message-lines.ts";
import { openStep } from "./open-step.ts";
import { STEP_NAMES } from "./parts.ts";

/** The body of a traced message; or, where the trace shows the same text in another place, a reference to that. */
export function BodyView(props: { title: string; message: TraceMessage; place: BodyPlace; placeOf: PlaceOf }) {
  const { title, message, place, placeOf } = props;
  const shownAt = placeOf(place, message.body ?? "");
  if (shownAt.step !== place.step || shownAt.part !== place.part) {
    return (
      <p class="small quiet body-reference">
        {title}: <Reference to={shownAt} from={place} />
      </p>
    );
  }
  return <BodyFigure title={title} message={message} />;
}

interface FigureProps extends Omit<TextViewProps, "text" | "contentType"> {
  title: string;
  message: TraceMessage;
}

/** The body of a traced message, with its title; the rest of the properties are those of `TextView`. */
export function BodyFigure({ title, message, ...view }: FigureProps) {
  const { body = "", base64, truncatedFrom } = message;
  return (
    <figure class="body-figure">
      <figcaption>{base64 ? `${title}, base64` : title}</figcaption>
      <TextView {...view} text={body} contentType={base64 ? "" : headerText(message, "content-type")} />
      {truncatedFrom !== undefined && (
        <p class="small quiet">The rest is not kept: the whole body has {bytes(truncatedFrom)}.</p>
      )}
    </figure>
  );
}

function Reference({ to, from }: { to: BodyPlace; from: BodyPlace }) {
  if (to.step === from.step) return <>the rendered text</>;
  const isResponse = to.step === "integration" && to.part === "after";
  const what = { rendered: "the text rendered by", before: "the body before", after: "the body after" }[to.part];
  return (
    <>
      {isResponse ? "the response in" : what}{" "}
      <button type="button" class="link" onClick={() => openStep(to.step)}>
        {STEP_NAMES[to.step]}
      </button>
    </>
  );
}
