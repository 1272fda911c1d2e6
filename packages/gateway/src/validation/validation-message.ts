import type { ErrorObject } from "ajv-draft-04";

/**
 * Faults of one keyword at one place of a body, in the words of the Java validator that API Gateway uses
 * (com.github.fge:json-schema-validator, validation.properties), as `$context.error.validationErrorString` has them.
 */
export function validationMessage(errors: readonly ErrorObject[]): string {
  const { keyword, params, schema, data, parentSchema } = errors[0];
  const limit = params.limit;
  switch (keyword) {
    case "required":
      return `object has missing required properties (${list(errors.map((each) => each.params.missingProperty).sort())})`;
    case "additionalProperties": {
      const names = errors.map((each) => each.params.additionalProperty).sort();
      return `object instance has properties which are not allowed by the schema: ${list(names)}`;
    }
    case "type": {
      const allowed = [schema].flat().map((type) => String(type));
      const found = `instance type (${typeOf(data)})`;
      return `${found} does not match any allowed primitive type (allowed: ${list(withInteger(allowed))})`;
    }
    case "enum":
      return `instance value (${json(data)}) not found in enum (possible values: ${list(schema as unknown[])})`;
    case "minLength":
      return `string ${json(data)} is too short (length: ${length(data)}, required minimum: ${limit})`;
    case "maxLength":
      return `string ${json(data)} is too long (length: ${length(data)}, maximum allowed: ${limit})`;
    case "pattern":
      return `ECMA 262 regex ${json(schema)} does not match input string ${json(data)}`;
    case "minimum":
      return exclusive(parentSchema, "exclusiveMinimum")
        ? `numeric instance is not strictly greater than the required minimum ${limit}`
        : `numeric instance is lower than the required minimum (minimum: ${limit}, found: ${data})`;
    case "maximum":
      return exclusive(parentSchema, "exclusiveMaximum")
        ? `numeric instance is not strictly lower than the required maximum ${limit}`
        : `numeric instance is greater than the required maximum (maximum: ${limit}, found: ${data})`;
    case "multipleOf":
      return `remainder of division is not zero (${data} / ${params.multipleOf})`;
    case "minItems":
      return `array is too short: must have at least ${limit} elements but instance has ${size(data)} elements`;
    case "maxItems":
      return `array is too long: must have at most ${limit} elements but instance has ${size(data)} elements`;
    case "additionalItems":
      return `array only allows ${limit} element(s) but has ${size(data)} elements`;
    case "uniqueItems":
      return "array must not contain duplicate elements";
    case "minProperties":
      return `object has too few properties (found ${size(data)} but schema requires at least ${limit})`;
    case "maxProperties":
      return `object has too many properties (found ${size(data)} but schema requires at most ${limit})`;
    case "format":
      return formatMessage(String(params.format), data);
    case "allOf":
      return "instance failed to match all required schemas";
    case "anyOf":
      return `instance failed to match at least one required schema among ${size(schema)}`;
    case "oneOf": {
      const matched = params.passingSchemas ? params.passingSchemas.length : 0;
      return `instance failed to match exactly one schema (matched ${matched} out of ${size(schema)})`;
    }
    case "not":
      return "instance matched a schema which it should not have";
    case "dependencies": {
      const missing = errors.map((each) => each.params.missingProperty).sort();
      return `property ${json(params.property)} of object has missing property dependencies (missing: ${list(missing)})`;
    }
    default:
      return `instance does not match keyword ${keyword}`;
  }
}

function formatMessage(format: string, data: unknown): string {
  switch (format) {
    case "email":
      return `string ${json(data)} is not a valid email address`;
    case "date-time":
      return `string ${json(data)} is invalid against requested date format(s) [yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]`;
    case "hostname":
      return `string ${json(data)} is not a valid hostname`;
    case "ipv4":
      return `string ${json(data)} is not a valid IPv4 address`;
    case "ipv6":
      return `string ${json(data)} is not a valid IPv6 address`;
    case "uri":
      return `string ${json(data)} is not a valid URI`;
    case "regex":
      return `string ${json(data)} is not a valid ECMA 262 regular expression`;
    case "uuid":
      return `input string ${json(data)} is not a valid UUID`;
    default:
      return `string ${json(data)} is not a valid ${format}`;
  }
}

const json = (value: unknown) => JSON.stringify(value);
const list = (values: readonly unknown[]) => `[${values.map(json).join(",")}]`;
const length = (value: unknown) => [...String(value)].length;
const size = (value: unknown) => Object.keys(value as object).length;
const exclusive = (schema: object | undefined, keyword: string) => schema && Reflect.get(schema, keyword) === true;

/** Java's validator counts integers as numbers, and says so. */
const withInteger = (types: readonly string[]) => {
  return types.includes("number") && !types.includes("integer") ? ["integer", ...types].sort() : [...types].sort();
};

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}
