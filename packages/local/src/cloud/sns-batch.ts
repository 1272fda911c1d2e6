/** One message of a PublishBatch. */
export interface BatchEntry {
  /** Names the message in the answer. */
  readonly id: string;
  readonly subject?: string;
  readonly message: string;
}

const MAX_ENTRIES = 10;
/** Bytes of all messages of a batch together. */
const MAX_BYTES = 256 * 1024;

/** The messages of a PublishBatch in the query protocol: `PublishBatchRequestEntries.member.1.Id=…`. */
export function batchEntries(form: Readonly<Record<string, string>>): BatchEntry[] {
  const places = Object.keys(form).flatMap((name) => /^PublishBatchRequestEntries\.member\.\d+/.exec(name) ?? []);
  return [...new Set(places)].map((place) => ({
    id: form[`${place}.Id`] ?? "",
    subject: form[`${place}.Subject`],
    message: form[`${place}.Message`] ?? "",
  }));
}

/**
 * The code and the message with which SNS refuses a batch as a whole; undefined for one that it takes.
 * https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
 */
export function batchFault(entries: readonly BatchEntry[]): [code: string, message: string] | undefined {
  const ids = entries.map(({ id }) => id);
  if (ids.length === 0) {
    return ["EmptyBatchRequest", "The batch request doesn't contain any entries."];
  }
  if (ids.length > MAX_ENTRIES) {
    return ["TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible."];
  }
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) {
    return ["InvalidBatchEntryId", "The Id of a batch entry in a batch request doesn't abide by the specification."];
  }
  if (new Set(ids).size < ids.length) {
    return ["BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id."];
  }
  if (entries.reduce((bytes, { message }) => bytes + Buffer.byteLength(message), 0) > MAX_BYTES) {
    return ["BatchRequestTooLong", "The length of all the batch messages put together is more than the limit."];
  }
  return undefined;
}
