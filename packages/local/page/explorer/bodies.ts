import type { StepName, Trace } from "../../src/api/wire.ts";

/** A place of a trace in which a body can be shown. */
export interface BodyPlace {
  readonly step: StepName;
  readonly part: "rendered" | "before" | "after";
}

/** Finds the one place in which a body is shown: the same text elsewhere refers to it. */
export type PlaceOf = (place: BodyPlace, body: string) => BodyPlace;

/**
 * The message that comes to a step, and the one that leaves it: what leaves a step is what comes to the next one. Steps that are
 * usually open come first, so that a reader sees a body without opening another step. Of the steps between which a message does
 * not change, the first with its body shows it.
 */
const MESSAGES: Readonly<Record<StepName, readonly [before: string, after: string]>> = {
  integrationRequest: ["request", "request to the backend"],
  integration: ["request to the backend", "response of the backend"],
  integrationResponse: ["response of the backend", "response"],
  gatewayResponse: ["response", "response"],
  methodResponse: ["response", "response"],
  validate: ["request", "request"],
  authorize: ["request", "request"],
  apiKey: ["request", "request"],
  route: ["request", "request"],
};
const ORDER = Object.keys(MESSAGES);

/**
 * Says where each body of a trace is shown: a rendered text where its template ran.
 * @param isEdited whether a step's template is in the editor, which shows what the changed template renders
 */
export function placesOf({ steps }: Trace, isEdited: (step: Trace["steps"][number]) => boolean): PlaceOf {
  const places = new Map<string, BodyPlace>();
  const add = (place: BodyPlace, body: string | undefined) => {
    if (body && !places.has(keyOf(place, body))) places.set(keyOf(place, body), place);
  };
  for (const step of steps.toSorted((one, other) => ORDER.indexOf(one.name) - ORDER.indexOf(other.name))) {
    const { name, input, output, template } = step;
    add({ step: name, part: "before" }, input?.body);
    add({ step: name, part: template && !isEdited(step) ? "rendered" : "after" }, output?.body);
  }
  return (place, body) => places.get(keyOf(place, body)) ?? place;
}

/** Two places with the same key show the same message. */
function keyOf({ step, part }: BodyPlace, body: string): string {
  const [before, after] = MESSAGES[step];
  return `${part === "before" ? before : after} ${body}`;
}
