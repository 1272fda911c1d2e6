import { isObject } from "./json.ts";

/**
 * Resolves `${AWS::AccountId}`, `${AWS::Partition}`, `${AWS::Region}` and `${AWS::URLSuffix}` in every text of a document, as an
 * import does.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/import-api-aws-variables.html
 */
export function withAwsVariables<T>(document: T, accountId: string, region: string): T {
  const china = region.startsWith("cn-");
  const values = new Map([
    ["AccountId", accountId],
    ["Partition", china ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws"],
    ["Region", region],
    ["URLSuffix", china ? "amazonaws.com.cn" : "amazonaws.com"],
  ]);
  const resolve = (node: unknown): unknown => {
    if (typeof node === "string") return node.replaceAll(/\$\{AWS::(\w+)\}/g, (text, name) => values.get(name) ?? text);
    if (Array.isArray(node)) return node.map(resolve);
    if (!isObject(node)) return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolve(value)]));
  };
  return resolve(document) as T;
}
