/** Answers with the body that it got: the least that a function can do. `npm start` and serverless-offline run the same file. */
export async function handler(event) {
  return { statusCode: 200, headers: { "Content-Type": "application/json" }, body: event.body };
}
