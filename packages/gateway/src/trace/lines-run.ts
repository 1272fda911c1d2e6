import type { Template } from "../api.ts";
import { compile, type Scope, standardLimits, TemplateError } from "../vtl/index.ts";

/** Milliseconds for a template that went beyond a limit: what its loops run is known by then. */
const ENDLESS_MS = 200;

/** Which lines of a template run. */
export interface LinesRun {
  /** 1-based, in the order in which they ran first. */
  readonly lines: readonly number[];
  /** The line at which the template failed. */
  readonly failedAt?: number;
}

/**
 * Renders a template again to see which lines run: a rendering for a client does not write them down, as that takes time. What a template
 * does depends on its scope alone, so it does the same again.
 *
 * @param isEndless whether it went beyond a limit
 */
export function linesRun({ source }: Pick<Template, "source">, scope: Scope, isEndless = false): LinesRun {
  const lines = new Set<number>();
  const limits = isEndless ? { ...standardLimits, milliseconds: ENDLESS_MS } : standardLimits;
  try {
    compile(source, limits).render(scope, { onLine: (line) => lines.add(line) });
    return { lines: [...lines] };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { lines: [...lines], failedAt: error.line };
  }
}
