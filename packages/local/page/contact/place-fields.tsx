import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Schema } from "../document/document.ts";
import { ContactField } from "./contact-field.tsx";
import { PLACE_FIELDS } from "./fields.ts";
import { lookUpTown } from "./postal.ts";
import { setValue, values } from "./state.ts";

const TYPING_PAUSE_MS = 400;
const SHORTEST_CODE = 3;

/** Country, postal code and town; the town is looked up once the code stops changing. */
export function PlaceFields({ schema, stage }: { schema: Schema; stage: string }) {
  const message = useSignal("");
  const lookedUp = useRef("");
  const country = values.value.country ?? "US";
  const code = (values.value.postalCode ?? "").trim();

  useEffect(() => {
    const wanted = `${country} ${code}`;
    if (code.length < SHORTEST_CODE) {
      lookedUp.current = "";
      message.value = "";
      return;
    }
    if (lookedUp.current === wanted) {
      return;
    }
    const timer = setTimeout(async () => {
      lookedUp.current = wanted;
      message.value = `Looking up ${code}…`;
      const result = await lookUpTown(stage, country, code);
      // A newer code may have been typed meanwhile.
      if (lookedUp.current === wanted) {
        message.value = result.message;
        if (result.town !== undefined) {
          setValue("town", result.town);
        }
      }
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [country, code, stage, message]);

  return (
    <div class="place">
      {PLACE_FIELDS.map((name) => (
        <ContactField key={name} name={name} schema={schema} />
      ))}
      <p class="hint place-status" role="status">
        {message.value || "The postal code fills in the town."}
      </p>
    </div>
  );
}
