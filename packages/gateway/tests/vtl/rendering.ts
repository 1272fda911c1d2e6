import assert from "node:assert/strict";
import { type Rendering, render, type Scope, TemplateError, type TemplateFailure } from "../../src/vtl/index.ts";

/** A scope of `POST /dev/pets`, with what a test changes. */
export function scopeOf(changes: Partial<Scope> = {}): Scope {
  return {
    kind: "request",
    body: "",
    method: "POST",
    path: "/dev/pets",
    resourcePath: "/pets",
    pathParameters: {},
    query: {},
    headers: {},
    stageVariables: {},
    context: { stage: "dev", httpMethod: "POST" },
    ...changes,
  };
}

/** Renders a template for a payload: text as it is, anything else as JSON. */
export function renderWith(template: string, payload: unknown = "", changes: Partial<Scope> = {}): Rendering {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return render(template, scopeOf({ body, ...changes }));
}

/** The text a template renders to. */
export function textOf(template: string, payload: unknown = "", changes: Partial<Scope> = {}): string {
  return renderWith(template, payload, changes).body;
}

/** One test for each template: what it renders to. */
export function itRenders(cases: readonly (readonly [template: string, expected: string, payload?: unknown])[]): void {
  for (const [template, expected, payload] of cases) {
    it(`${JSON.stringify(template)} gives ${JSON.stringify(expected)}`, () => {
      assert.equal(textOf(template, payload), expected);
    });
  }
}

/** Asserts that a template fails, how, and on which line if that is given. */
export function assertFails(template: string, failure: TemplateFailure, payload: unknown = "", line?: number): void {
  assert.throws(
    () => textOf(template, payload),
    (error) => {
      assert.ok(error instanceof TemplateError, String(error));
      assert.equal(error.failure, failure, error.message);
      if (line !== undefined) assert.equal(error.line, line, error.message);
      return true;
    },
  );
}

/** One test for each template that fails. */
export function itFails(
  failure: TemplateFailure,
  cases: readonly (readonly [template: string, payload?: unknown])[],
): void {
  for (const [template, payload] of cases) {
    it(`${JSON.stringify(template)} fails`, () => assertFails(template, failure, payload));
  }
}
