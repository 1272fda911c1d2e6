import assert from "node:assert/strict";
import { parseOptions, UserError, usage } from "../src/options.ts";

describe("npm start's options", () => {
  it("have defaults", () => {
    assert.deepEqual(parseOptions([]), {
      port: 3000,
      directory: ".",
      stack: undefined,
      config: {},
      data: undefined,
      host: "127.0.0.1",
      offline: false,
      quiet: false,
      trace: false,
      traceRoute: undefined,
      retry: 1,
      api: undefined,
      apiKey: undefined,
    });
  });

  it("are read", () => {
    const settings = ["--config", "a=b", "--config", "shop:query=x=1"];
    const args = [
      "--port",
      "0",
      "--stack",
      "prod",
      "--host",
      "0.0.0.0",
      "--offline",
      "--data",
      "kept",
      "--trace",
      "--retry",
      "0",
      "--quiet",
    ];
    assert.deepEqual(
      parseOptions([...args, "--cwd", "../shop", ...settings, "--api", "https://a.example/dev", "--api-key", "k"]),
      {
        port: 0,
        directory: "../shop",
        stack: "prod",
        config: { a: "b", "shop:query": "x=1" },
        host: "0.0.0.0",
        offline: true,
        data: "kept",
        quiet: true,
        trace: true,
        traceRoute: undefined,
        retry: 0,
        api: "https://a.example/dev",
        apiKey: "k",
      },
    );
    assert.equal(parseOptions(["-h"]), "help");
  });

  it("take a route or a path after --trace", () => {
    for (const [args, traceRoute] of [
      [["--trace", "POST /contact"], "POST /contact"],
      [["--trace=GET /topics", "--quiet"], "GET /topics"],
      [["--quiet", "--trace", "/visitors/{user_id}", "--port", "0"], "/visitors/{user_id}"],
      [["--trace", "--quiet"], undefined],
    ] as const) {
      const options = parseOptions(args);
      assert.ok(options !== "help");
      assert.deepEqual([options.trace, options.traceRoute], [true, traceRoute], args.join(" "));
    }
    assert.throws(() => parseOptions(["--trace", "contact"]), {
      message: '--trace contact: give a route, such as "POST /contact", or a path',
    });
  });

  it("are all in its help", () => {
    for (const flag of [
      "--port",
      "--cwd",
      "--stack",
      "--config",
      "--host",
      "--offline",
      "--trace",
      "--quiet",
      "--retry",
      "--help",
    ]) {
      assert.match(usage, new RegExp(`^  ${flag} `, "m"));
    }
  });

  it("are refused in one line that names them", () => {
    for (const [args, pattern] of [
      [["--port", "65536"], /^--port 65536: give a number from 0 to 65535$/],
      [["--port", "x"], /^--port x: give a number from 0 to 65535$/],
      [["--retry", "-1"], /^Option '--retry' argument is ambiguous\. See npm start -- --help$/],
      [["--retry", "43201"], /^--retry 43201: give a number of seconds from 0 to 43200$/],
      [["--port", ""], /^--port : give a number/],
      [["--stack", "../x"], /^--stack \.\.\/x: a stack name consists of/],
      [["--config", "a"], /^--config a: give a key and a value/],
      [["--nope"], /^Unknown option '--nope'\. See npm start -- --help$/],
      [["--prot", "1"], /^Unknown option '--prot'\. Did you mean --port\? See npm start -- --help$/],
      [["--quite"], /^Unknown option '--quite'\. Did you mean --quiet\? See npm start -- --help$/],
      [["extra"], /^Unexpected argument 'extra'\. See npm start -- --help$/],
      [["--port"], /^Option '--port <value>' argument missing\. See/],
    ] as const) {
      assert.throws(
        () => parseOptions(args),
        (error: Error) => error instanceof UserError && pattern.test(error.message) && !error.message.includes("\n"),
        args.join(" "),
      );
    }
  });
});
