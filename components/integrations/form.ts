import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../arguments.ts";
import type { MethodResponse } from "../openapi.ts";
import { libraryTemplate, readTemplate, setLines } from "../templates/templates.ts";

/** How a route takes the post of an HTML form, which works without JavaScript. */
export interface FormArgs {
  /** Names of the fields that must have a value, letters, digits, `_` and `-`; without one the answer is 400. */
  readonly required: readonly string[];
  /** Names of the fields that may be there. Any other field is dropped. */
  readonly optional?: readonly string[];
  /** URL of the page that the browser goes on to, by a 303. Default: the browser shows the JSON answer. */
  readonly redirect?: string;
}

/** Arguments of an integration that takes forms. */
export interface FormPostArgs {
  /**
   * Takes `application/x-www-form-urlencoded` bodies too, as the JSON object of their texts. API Gateway validates a model
   * for JSON only, so that nothing but the presence of fields is checked: whoever reads the data must do the rest. Pages of
   * every site can post a form. Default: 415.
   */
  readonly form?: FormArgs;
}

export const FORM_TYPE = "application/x-www-form-urlencoded";

/** @throws ArgumentError for a name or URL that a template cannot hold, and for a JSON path, which a form does not have. */
export function checkForm({ form }: FormPostArgs, sources: readonly (string | undefined)[] = []): void {
  if (form === undefined) return;
  const bad = [...form.required, ...(form.optional ?? [])].find((name) => !/^[A-Za-z0-9_-]{1,100}$/.test(name));
  if (bad !== undefined) refuse("form", `expected names of letters, digits, _ and -, got "${bad}"`);
  if (form.redirect !== undefined && !/^https?:\/\/[^\s"$#\\]+$/.test(form.redirect)) {
    refuse("form.redirect", `expected an http or https URL without #, got "${form.redirect}"`);
  }
  const path = sources.find((source) => source?.startsWith("$."));
  if (path !== undefined) refuse("form", `expected no form beside a JSON path into the body, got both and "${path}"`);
}

/**
 * The mapping template for a form.
 *
 * @param template Reads the form's JSON from `$body`.
 * @param incomplete The request when a required field is missing: one that the service refuses with 400.
 */
export function formTemplate(form: FormArgs, template: string, incomplete: string): string {
  const { required, optional = [] } = form;
  const values = setLines({ required, names: [...required, ...optional] });
  const body = readTemplate(libraryTemplate("form.vtl"));
  return `${values}${body}\n#if($complete)${template}#{else}${incomplete}#end`;
}

/** The template of the answer: a redirect for a form, and otherwise the one that is given. */
export function formResponse(form: FormArgs | undefined, template: string): string {
  if (form?.redirect === undefined) return template;
  const redirect = readTemplate(libraryTemplate("redirect.vtl"));
  return `${setLines({ location: form.redirect })}${redirect}\n#if(!$isForm)\n${template}\n#end`;
}

/** The responses that a form's answer adds to the operation's. */
export function formResponses(form: FormArgs | undefined): Readonly<Record<string, MethodResponse>> {
  if (form?.redirect === undefined) return {};
  return { "303": { description: "The form is taken", headers: { Location: { schema: { type: "string" } } } } };
}

/**
 * The templates for JSON and, where it is taken, for a form. Both are one template that reads the body's JSON from `$body`;
 * the empty request of an incomplete form is one that a service with a JSON protocol refuses.
 */
export function bodyTemplates(
  template: pulumi.Output<string>,
  form: FormArgs | undefined,
): { requestTemplate: pulumi.Output<string>; formTemplate?: pulumi.Output<string> } {
  return {
    requestTemplate: pulumi.interpolate`#set($body = $input.body)\n${template}`,
    formTemplate: form && template.apply((text) => formTemplate(form, text, "{}")),
  };
}
