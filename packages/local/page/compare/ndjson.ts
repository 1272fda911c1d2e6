/**
 * The values of a stream of newline-delimited JSON, as they arrive.
 * @throws SyntaxError on a line that is not JSON
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines.filter((each) => each.trim() !== "")) {
      yield JSON.parse(line);
    }
  }
  if (rest.trim() !== "") {
    yield JSON.parse(rest);
  }
}

/** A response's body, chunk by chunk; not every browser can iterate over a stream itself. */
export async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      yield read.value;
    }
  } finally {
    reader.releaseLock();
  }
}
