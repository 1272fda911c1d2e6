import type { OpenApiDocument } from "../document/document.ts";
import { FIRST, type PlaygroundState } from "./state.ts";

/** A template to start from. */
export interface StartingPoint {
  readonly name: string;
  readonly state: PlaygroundState;
}

/**
 * Patterns that AWS documents.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-variable-examples.html
 */
export const AWS_PATTERNS: readonly StartingPoint[] = [
  { name: "Hello", state: FIRST },
  {
    name: "All parameters as JSON",
    state: {
      ...FIRST,
      template:
        '#set($all = $input.params())\n{\n#foreach($type in $all.keySet())\n#set($params = $all.get($type))\n  "$type": {\n#foreach($name in $params.keySet())\n    "$name": "$util.escapeJavaScript($params.get($name))"#if($foreach.hasNext),#end\n\n#end\n  }#if($foreach.hasNext),#end\n\n#end\n}\n',
    },
  },
  {
    name: "A part of the payload",
    state: { ...FIRST, template: "{\"first\": $input.json('$.items[0]')}", body: '{"items": [{"id": 1}, {"id": 2}]}' },
  },
  {
    name: "A response in another shape",
    state: {
      ...FIRST,
      kind: "response",
      template:
        '#set($items = $input.path(\'$.Items\'))\n[\n#foreach($item in $items)\n  {"id": "$item.id.S"}#if($foreach.hasNext),#end\n\n#end\n]\n',
      body: '{"Items": [{"id": {"S": "ada"}}, {"id": {"S": "grace"}}]}',
    },
  },
];

/** The templates of the API that runs here. */
export function templatesOf({ paths = {} }: Pick<OpenApiDocument, "paths">): StartingPoint[] {
  const points = new Map<string, StartingPoint>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods ?? {})) {
      // biome-ignore lint/suspicious/noExplicitAny: the document may have anything here
      const integration = (operation as any)?.["x-amazon-apigateway-integration"];
      // biome-ignore lint/suspicious/noExplicitAny: as above
      const responses: any[] = Object.values(integration?.responses ?? {});
      const groups: [PlaygroundState["kind"], Record<string, unknown> | undefined][] = [
        ["request", integration?.requestTemplates],
        ...responses.map((each): [PlaygroundState["kind"], Record<string, unknown>] => [
          "response",
          each?.responseTemplates,
        ]),
      ];
      for (const [kind, templates] of groups) {
        for (const template of Object.values(templates ?? {})) {
          if (typeof template !== "string" || !/[$#]/.test(template) || points.has(template)) continue;
          const verb = method.startsWith("x-") ? "ANY" : method.toUpperCase();
          points.set(template, { name: `${verb} ${path}, ${kind}`, state: { ...FIRST, kind, template } });
        }
      }
    }
  }
  return [...points.values()].filter(({ name }) => !name.startsWith("OPTIONS"));
}
