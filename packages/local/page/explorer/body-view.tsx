import type { TraceMessage } from "../../src/api/wire.ts";
import { TextView } from "../text/text-view.tsx";
import { bytes } from "../ui/format.ts";
import type { BodyPlace, PlaceOf } from "./bodies.ts";
import { headerText } from "./message-lines.ts";
import { openStep } from "./open-step.ts";
import { STEP_NAMES } from "./parts.ts";

/** The body of a traced message; or, where the trace shows the same text in another place, a reference to that. */
export function BodyView(props: { title: string; message: TraceMessage; place: BodyPlace; placeOf: PlaceOf }) {
  const { title, message, place, placeOf } = props;
  const { body = "", base64, truncatedFrom } = message;
  const shownAt = placeOf(place, body);
  if (shownAt.step !== place.step || shownAt.part !== place.part) {
    return (
      <p class="small quiet body-reference">
        {title}: <Reference to={shownAt} from={place} />
      </p>
    );
  }
  return (
    <figure class="body-figure">
      <figcaption>{base64 ? `${title}, base64` : title}</figcaption>
      <TextView text={body} contentType={base64 ? "" : headerText(message, "content-type")} />
      {truncatedFrom !== undefined && (
        <p class="small quiet">The rest is not kept: the whole body has {bytes(truncatedFrom)}.</p>
      )}
    </figure>
  );
}

function Reference({ to, from }: { to: BodyPlace; from: BodyPlace }) {
  const what = { rendered: "the rendered text", before: "the body before", after: "the body after" }[to.part];
  if (to.step === from.step) return <>{what}</>;
  return (
    <>
      {to.step === "integration" ? (to.part === "before" ? "the backend's request" : "the backend's response") : what}{" "}
      of{" "}
      <button type="button" class="link" onClick={() => openStep(to.step)}>
        {STEP_NAMES[to.step]}
      </button>
    </>
  );
}
