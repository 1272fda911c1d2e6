import assert from "node:assert/strict";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Started, start } from "../../../../tests/acceptance/app.ts";
import { eventually } from "../../../../tests/acceptance/client.ts";
import { freePort } from "../../src/cloud/serve.ts";

const fixture = fileURLToPath(new URL("./fixtures/reload", import.meta.url));
const modules = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

describe("npm start, when nothing has changed since the last one", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "warm-start-"));
  const project = path.join(folder, "project");
  const inProject = (file: string) => path.join(project, file);
  const edit = (file: string, from: string, to: string) =>
    writeFileSync(inProject(file), readFileSync(inProject(file), "utf8").replace(from, to));
  const runs = () => readFileSync(path.join(folder, "runs"), "utf8").length;
  let port: string;
  let environment: Record<string, string>;
  let started: Started;
  let api: string;

  before(async () => {
    cpSync(fixture, project, { recursive: true });
    writeFileSync(inProject("package.json"), '{ "type": "module" }');
    symlinkSync(modules, inProject("node_modules"), "junction");
    edit("index.ts", "// more", `appendFileSync(${JSON.stringify(path.join(folder, "runs"))}, "x");`);
    edit("index.ts", "{ readFileSync }", "{ appendFileSync, readFileSync }");
    environment = { XDG_CACHE_HOME: path.join(folder, "cache") };
    port = String(await freePort());
    await serve();
    await kept("/answer");
    await stop();
  });
  afterEach(() => stop());
  after(() => rmSync(folder, { recursive: true }));

  async function serve(): Promise<void> {
    started = await start(["--port", port, "--offline", "--cwd", project], environment);
    api = /API\s+(\S+)/.exec(started.output)?.[1] ?? assert.fail(started.output);
  }
  async function stop(): Promise<void> {
    const { child } = started;
    if (child.exitCode === null && child.kill("SIGTERM")) await once(child, "exit");
  }
  /** Waits until a run with this route is kept. */
  const kept = (route: string) =>
    eventually(async () => {
      const place = path.join(folder, "cache/pulumi-localhost/runs");
      const names = existsSync(place) ? readdirSync(place) : [];
      return names.some((name) => readFileSync(path.join(place, name)).includes(route));
    });
  const text = async (route: string) => (await fetch(`${api}${route}`)).text();
  const served = (route: string, expected: string) => eventually(async () => (await text(route)).trim() === expected);

  it("serves the program without a run of it, and reloads it", async () => {
    assert.equal(runs(), 1);
    await serve();
    assert.equal(runs(), 1);
    assert.equal((await text("/answer")).trim(), '{"text": "first"}');
    assert.equal(await text("/hello"), "hello from one");
    edit("answer.vtl", "first", "second");
    await served("/answer", '{"text": "second"}');
    edit("handler.js", "one", "two");
    await served("/hello", "hello from two");
    edit("index.ts", '"/answer"', '"/reply"');
    await served("/reply", '{"text": "second"}');
    assert.equal((await fetch(`${api}/answer`)).status, 403);
    await kept("/reply");
  });

  it("serves what was reloaded last", async () => {
    const before = runs();
    await serve();
    assert.equal(await text("/hello"), "hello from two");
    assert.equal((await text("/reply")).trim(), '{"text": "second"}');
    assert.equal(runs(), before);
  });

  it("runs the program after a change", async () => {
    const before = runs();
    edit("handler.js", "two", "three");
    await serve();
    assert.equal(await text("/hello"), "hello from three");
    assert.equal(runs(), before + 1);
  });

  it("starts where nothing can be kept", async () => {
    environment = { XDG_CACHE_HOME: "/dev/null" };
    await serve();
    assert.equal(await text("/hello"), "hello from three");
  });
});
