import assert from "node:assert/strict";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { uniqueText } from "../../../scripts/soak/traffic.ts";
import { ACCEPTED, type Faults, startFaults } from "./harness.ts";

const CONNECTIONS = 5_000;
/** Callers of POST /events that leave: API Gateway waits up to 29 seconds for each. */
const CALLERS = 3_000;
/** Connections that may wait for their answer: the system drops one for which the listening socket's queue has no place. */
const UNANSWERED = 200;

describe("each fault of clients and of the private service, under traffic by all three ways", () => {
  let faults: Faults;
  before(async () => {
    faults = await startFaults();
  });
  after(() => faults?.close());

  it("the support desk is turned off and on at once, again and again, and comes back", async () => {
    const statuses = new Set<number>();
    const hours = async () => {
      const headers = { "x-api-key": faults.stack.apiKey };
      const { status } = await fetch(`${faults.stack.url}/support/hours`, { headers });
      statuses.add(status);
      return status;
    };
    await faults.under(async () => {
      for (let turn = 0; turn < 30; turn++) {
        await faults.stack.fail("support-desk", turn % 2 === 0);
        if (turn % 5 === 0) await hours();
      }
    });
    while ((await hours()) !== 200) await sleep(50);
    assert.deepEqual(
      [...statuses].filter((status) => ![200, 500, 504].includes(status)),
      [],
    );
    assert.deepEqual(faults.unexpected(ACCEPTED), []);
  });

  it("clients drop in mid-request, send half a body, or a byte at a time", async () => {
    const { hostname, port, pathname } = new URL(faults.stack.url);
    const body = JSON.stringify({ name: "Ada", email: "ada@example.com", topic: "sales", message: "half" });
    const heads = ["/contact", "/contact/lambda", "/contact/legacy"].map(
      (path) => `POST ${pathname}${path} HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\n`,
    );
    await faults.under(async () => {
      const slow = heads.map((head) => {
        const socket = net.connect(Number(port), "127.0.0.1").on("error", () => undefined);
        socket.write(`${head}Content-Length: ${body.length + 1_000}\r\n\r\n`);
        return socket;
      });
      for (let turn = 0; turn < 200; turn++) {
        const head = heads[turn % heads.length];
        const socket = net.connect(Number(port), "127.0.0.1");
        socket.on("error", () => undefined).on("data", () => undefined);
        socket.write(
          turn % 4 === 0 ? `${head}` : `${head}Content-Length: ${body.length}\r\n\r\n${body.slice(0, turn % 40)}`,
        );
        await sleep(5);
        socket.destroy();
        for (const one of slow) one.write(" ");
      }
      for (const one of slow) one.destroy();
    });
    assert.deepEqual(faults.unexpected(ACCEPTED), []);
  });

  it("clients send a whole submission and leave before its answer: each is stored once, or not at all", async () => {
    const { port, pathname } = new URL(faults.stack.url);
    await faults.under(async () => {
      for (let turn = 0; turn < 200; turn++) {
        const path = ["/contact", "/contact/lambda", "/contact/legacy"][turn % 3];
        const message = uniqueText();
        faults.ledger.inDoubt.add(message);
        const body = JSON.stringify({ name: "Ada", email: "ada@example.com", topic: "sales", message });
        const socket = net.connect(Number(port), "127.0.0.1").on("error", () => undefined);
        const head = `POST ${pathname}${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
        socket.write(`${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
        await sleep(turn % 8);
        socket.destroy();
      }
    });
    assert.deepEqual(faults.unexpected(ACCEPTED), []);
  });

  it("thousands of callers of the stream leave before their answers: the next one gets its own", async () => {
    const { port, pathname } = new URL(faults.stack.url);
    const body = JSON.stringify({ type: "view", page: "/", visitor: "ada" });
    const headers = { "content-type": "application/json" };
    await faults.under(async () => {
      for (let turn = 0; turn < CALLERS; turn++) {
        const socket = net.connect(Number(port), "127.0.0.1").on("error", () => undefined);
        const head = `POST ${pathname}/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
        socket.write(`${head}Content-Length: ${body.length}\r\n\r\n${body}`);
        if (turn % 10 === 0) await sleep(1);
        setTimeout(() => socket.destroy(), 5);
      }
      const answer = await fetch(`${faults.stack.url}/events`, { method: "POST", headers, body });
      assert.equal(answer.status, 202);
    });
    assert.deepEqual(faults.unexpected(ACCEPTED), []);
  });

  it(`${CONNECTIONS} connections are open`, async () => {
    const { port, pathname } = new URL(faults.stack.url);
    const sockets: net.Socket[] = [];
    let answered = 0;
    await faults.under(async () => {
      for (let opened = 0; opened < CONNECTIONS; opened++) {
        const socket = net.connect(Number(port), "127.0.0.1");
        socket.on("error", () => undefined).once("data", () => answered++);
        socket.write(`GET ${pathname}/topics HTTP/1.1\r\nHost: localhost\r\n\r\n`);
        sockets.push(socket);
        while (opened - answered > UNANSWERED) await sleep(5);
      }
      while (answered < CONNECTIONS) await sleep(50);
    });
    for (const socket of sockets) socket.destroy();
    assert.equal(answered, CONNECTIONS);
    assert.deepEqual(faults.unexpected(ACCEPTED), []);
  });

  it("all dead letters are sent back: each submission is in the table once", () => faults.redrive());
});
