import assert from "node:assert/strict";
import { renderFile } from "./render.ts";

function answer(answered: string) {
  const { body, responseOverride } = renderFile("response", "query-error.vtl", { body: answered });
  return { status: responseOverride?.status, body: JSON.parse(body) };
}

const error = (Code: string) => JSON.stringify({ Error: { Code, Message: "secret", Type: "Sender" } });

describe("query-error.vtl", () => {
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_Errors
  // https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
  for (const code of ["KMS.AccessDeniedException", "KMS.ThrottlingException", "KMSAccessDenied", "KMSThrottling"]) {
    it(`answers 502 to ${code}, which is not the client's doing`, () => {
      assert.deepEqual(answer(error(code)), { status: 502, body: { message: "Bad gateway" } });
    });
  }

  for (const answered of [error("InvalidMessageContents"), error("InvalidParameter"), "{}", "", "<ErrorResponse/>"]) {
    it(`leaves ${answered || "an empty answer"} the 400 that it is`, () => {
      assert.deepEqual(answer(answered), { status: undefined, body: { message: "Bad request" } });
    });
  }
});
