import type { Method, Resource, Template } from "../api.ts";
import { TemplateError } from "../vtl/index.ts";

/** A mapping template that is not VTL. API Gateway imports it, and answers 500 wherever it is rendered. */
export interface BrokenTemplate {
  /** For example `POST /contact, request template application/json`. */
  readonly place: string;
  readonly message: string;
  /** The file that it is written in, where it is known. */
  readonly file?: string;
  /** 1-based line, of the file where it is known and else of the template. */
  readonly line?: number;
}

/** The broken mapping templates of a resource and of those below it. One that several methods have is named once. */
export function brokenTemplates(root: Resource): BrokenTemplate[] {
  const broken = [...methodsOf(root)].flatMap((method) =>
    templatesOf(method).flatMap(([kind, template]) => {
      const { compiled, contentType, origin } = template;
      if (!(compiled instanceof TemplateError)) return [];
      const place = `${method.httpMethod} ${method.resourcePath}, ${kind} template ${contentType}`;
      const line = compiled.line === undefined ? undefined : compiled.line - (origin?.fileLine ?? 1) + 1;
      return [{ place, message: compiled.message, file: origin?.file, line }];
    }),
  );
  const once = new Map(
    broken.map((each) => [each.file === undefined ? each.place : `${each.file}:${each.line}`, each]),
  );
  return [...once.values()];
}

/** A broken template in a line: `contact/templates/store.vtl:3: …`, or its method's name where its file is not known. */
export function describeBroken({ place, message, file, line }: BrokenTemplate): string {
  if (file !== undefined) return `${file}${line === undefined ? "" : `:${line}`}: ${message}`;
  return `${place}${line === undefined ? "" : `, line ${line}`}: ${message}`;
}

function* methodsOf(resource: Resource): Generator<Method> {
  yield* resource.methods.values();
  const below = [...resource.literals.values(), resource.variable?.resource, resource.greedy?.resource];
  for (const each of below) if (each) yield* methodsOf(each);
}

function templatesOf({ integration }: Method): [kind: string, template: Template][] {
  return [
    ...[...integration.requestTemplates.values()].map((template): [string, Template] => ["request", template]),
    ...integration.responses.flatMap((response) =>
      [...response.responseTemplates.values()].map((template): [string, Template] => [
        `${response.status} response`,
        template,
      ]),
    ),
  ];
}
