/** Fails on lines that the test of source maps knows. */
export async function handler(event: Readonly<Record<string, unknown>>): Promise<string> {
  return failWith(Object.keys(event).length);
}

function failWith(count: number): string {
  const sentence = "the queue is closed";
  if (count > 0) {
    throw new Error(sentence);
  }
  return sentence;
}
