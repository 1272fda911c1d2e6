/** The forms in which a template is copied, by their names on the page. */
export const COPY_FORMS = {
  Plain: (template: string) => template,
  TypeScript: asTypeScript,
  CloudFormation: asCloudFormation,
} as const satisfies Record<string, (template: string, kind: "request" | "response", contentType: string) => string>;

/** A template literal that has the template as its value. */
function asTypeScript(template: string): string {
  // A carriage return in a template literal would become a line feed.
  return `\`${template.replace(/\\|`|\$(?=\{)/g, "\\$&").replaceAll("\r", "\\r")}\``;
}

/**
 * The property of `AWS::ApiGateway::Method`'s Integration or IntegrationResponse, as JSON.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-method-integration.html
 */
function asCloudFormation(template: string, kind: "request" | "response", contentType: string): string {
  const name = kind === "request" ? "RequestTemplates" : "ResponseTemplates";
  return JSON.stringify({ [name]: { [contentType]: template } }, null, 2);
}
