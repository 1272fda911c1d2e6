import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { createGateway, type Gateway } from "../../src/index.ts";
import { documentOf, mock } from "../exchange.ts";

/** A text's UTF-8, one character a byte. */
const bytes = (text: string) => Buffer.from(text).toString("latin1");

describe("a connection", () => {
  let gateway: Gateway;
  afterEach(() => gateway.close());

  /** Sends text on one connection and reads, one character a byte, until `count` responses that end with `end` came. */
  async function answersTo(sent: string, count: number, end: string, responseParameters = {}): Promise<string[]> {
    const responses = {
      default: {
        statusCode: "200",
        responseParameters,
        responseTemplates: { "application/json": `$input.params('name')${end}` },
      },
    };
    gateway = createGateway(documentOf({ "ANY /": mock("", { responses }) }), { stage: "dev" });
    const socket = net.connect(Number(new URL(await gateway.listen(0)).port), "127.0.0.1");
    await once(socket, "connect");
    socket.setEncoding("latin1").write(sent);
    let text = "";
    const answers = () => text.split(/(?=HTTP\/1\.1 )/);
    while (answers().filter((answer) => answer.endsWith(bytes(end))).length < count) {
      text += (await once(socket, "data"))[0];
    }
    socket.destroy();
    return answers();
  }

  const get = (name: string) => `GET /dev?name=${name} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

  it("answers requests that come together, with and without a body, in their order", async () => {
    const post = "POST /dev?name=b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n{}\n";
    const answers = await answersTo(get("a") + post + get("c") + get("d"), 4, "!");
    assert.deepEqual(
      answers.map((answer) => answer.split("\r\n\r\n")[1]),
      ["a!", "b!", "c!", "d!"],
    );
    const ids = answers.map((answer) => /\r\nx-amzn-RequestId: (\S+)/.exec(answer)?.[1] ?? "");
    for (const id of ids) assert.match(id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    assert.equal(new Set(ids).size, 4);
  });

  it("is kept, and the client is told no time for it, as by API Gateway", async () => {
    const [answer = ""] = await answersTo(get("a"), 1, "!");
    assert.match(answer, /\r\nConnection: keep-alive\r\n/);
    assert.doesNotMatch(answer, /\r\nKeep-Alive:/i);
  });

  it("has each header as UTF-8 once, whether the body is ASCII or not", async () => {
    const parameters = { "method.response.header.X-Name": "'é'" };
    for (const end of ["!", "é", "😀"]) {
      const [answer = ""] = await answersTo(get("a"), 1, end, parameters);
      assert.match(answer, new RegExp(`\r\nX-Name: ${bytes("é")}\r\n`));
      await gateway.close();
    }
  });
});
