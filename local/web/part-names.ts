import type { Part } from "./router.ts";

/** What the parts are called. */
export const PART_NAMES: Record<Part, string> = {
  contact: "Form",
  explorer: "Explorer",
  services: "Services",
  compare: "Compare",
  reference: "Reference",
};
