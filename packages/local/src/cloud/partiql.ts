import { remembered } from "local-api-gateway";
import type { Json } from "../program/resources.ts";
import { jsonOf, type ServiceAnswer, type ServiceHandler, type ServiceRequest } from "./service.ts";

/** PartiQL's INSERT of one item, with a parameter for each value. */
export interface Insert {
  readonly table: string;
  /** The names of the item's attributes, in the order of the parameters. */
  readonly attributes: readonly string[];
}

const INSERT = /^\s*INSERT\s+INTO\s+(?:"([\w.-]+)"|(\w+))\s+VALUE\s*\{(.*)\}\s*$/is;
const ATTRIBUTE = /\s*'((?:[^']|'')*)'\s*:\s*\?\s*(,|$)/y;
const MAX_STATEMENTS = 25;
/** Characters of a statement. */
const MAX_LENGTH = 8192;
/** A program has few statements, and sends each of them many times. */
const MAX_PARSED = 100;

const parsed = new Map<string, Insert | undefined>();

/** Reads a statement such as `INSERT INTO "orders" VALUE {'id': ?, 'name': ?}`; undefined for every other one. */
export function parseInsert(statement: string): Insert | undefined {
  if (statement.length > MAX_LENGTH) {
    return undefined;
  }
  return remembered(parsed, MAX_PARSED, statement, parse);
}

function parse(statement: string): Insert | undefined {
  const [, quoted, plain, members = ""] = INSERT.exec(statement) ?? [];
  const table = quoted ?? plain;
  const attributes: string[] = [];
  ATTRIBUTE.lastIndex = 0;
  for (let hasNext = table !== undefined; hasNext; ) {
    const [, name, comma] = ATTRIBUTE.exec(members) ?? [];
    if (name === undefined) {
      return undefined;
    }
    attributes.push(name.replaceAll("''", "'"));
    hasNext = comma === ",";
  }
  return table === undefined ? undefined : { table, attributes };
}

/**
 * Adds batches of PartiQL's INSERT to a DynamoDB: each statement is a put of an item that is not there yet. Other statements are refused.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html
 */
export function withInserts(dynamodb: ServiceHandler): ServiceHandler {
  return async (request) => {
    if (!String(request.headers["x-amz-target"]).endsWith(".BatchExecuteStatement")) {
      return dynamodb(request);
    }
    const statements: Json = jsonOf(request)?.Statements;
    if (!Array.isArray(statements) || statements.length === 0 || statements.length > MAX_STATEMENTS) {
      return invalid(`A batch has 1 to ${MAX_STATEMENTS} statements.`);
    }
    // One object for all of them, which goes to DynamoDB's thread once.
    const headers = { ...request.headers, "x-amz-target": "DynamoDB_20120810.PutItem" };
    const tables: string[] = [];
    const puts: ServiceRequest[] = [];
    for (const statement of statements) {
      const insert = parseInsert(String(statement?.Statement));
      const values: Json[] = statement?.Parameters ?? [];
      if (insert === undefined) {
        return invalid(`localhost runs only INSERT INTO "table" VALUE {'id': ?}, with a parameter for each value.`);
      }
      if (insert.attributes.length !== values.length) {
        return invalid("Number of parameters in request and statement don't match.");
      }
      tables.push(insert.table);
      puts.push({ ...request, headers, ...putOf(insert, values) });
    }
    const answers = await Promise.all(puts.map(dynamodb));
    // The SDK sends the batch again, and finds what was put.
    const broken = answers.find(({ status }) => status >= 500);
    if (broken) {
      return broken;
    }
    const Responses = answers.map((answer, index) => ({ TableName: tables[index], ...errorOf(answer) }));
    return { status: 200, headers: CONTENT_TYPE, body: JSON.stringify({ Responses }) };
  };
}

/** The body of the put that an INSERT is. */
function putOf({ table, attributes }: Insert, values: readonly Json[]): Pick<ServiceRequest, "body" | "json"> {
  const json: Json = { TableName: table, Item: {}, Expected: {} };
  attributes.forEach((name, index) => {
    json.Item[name] = values[index];
    // The names of the keys are not known here, but an item that is there has them, and so does this one.
    json.Expected[name] = NOT_THERE;
  });
  return { body: Buffer.from(JSON.stringify(json)), json };
}

const NOT_THERE = { Exists: false };
const CONTENT_TYPE = { "content-type": "application/x-amz-json-1.0" };
/** Codes of a statement's error that differ from the name of the put's. */
const CODES = new Map([
  ["ConditionalCheckFailed", "DuplicateItem"],
  ["Validation", "ValidationError"],
]);

function errorOf({ status, body }: ServiceAnswer): object {
  if (status < 300) {
    return {};
  }
  const { __type, message } = JSON.parse(body.toString());
  const name = String(__type).replace(/^.*#|Exception$/g, "");
  const Code = CODES.get(name) ?? name;
  const Message = Code === "DuplicateItem" ? "Duplicate primary key exists in table" : message;
  return { Error: { Code, Message } };
}

function invalid(message: string): ServiceAnswer {
  const error = { __type: "com.amazon.coral.validate#ValidationException", message };
  return { status: 400, headers: CONTENT_TYPE, body: JSON.stringify(error) };
}
