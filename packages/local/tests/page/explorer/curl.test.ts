import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { curlOf, isCurl, parseCurl } from "../../../page/explorer/curl.ts";

describe("a curl command, pasted", () => {
  it("is what npm start prints", () => {
    const request = parseCurl(
      `curl -i http://localhost:3000/dev/contact -H 'content-type: application/json' -d '{"name":"Ada"}'`,
    );
    assert.deepEqual(request, {
      method: "POST",
      path: "/dev/contact",
      headers: { "content-type": "application/json" },
      body: '{"name":"Ada"}',
    });
  });

  it("is what a browser copies: lines that go on, $'…' and --data-raw", () => {
    const request = parseCurl(
      "$ curl 'https://api.example.com/dev/a?b=1#c' \\\n  -X 'PUT' \\\n  -H 'accept: */*' \\\n  -b 'k=v' \\\n  --data-raw $'it\\'s\\u0021\\n' \\\n  --compressed",
    );
    assert.deepEqual(request, {
      method: "PUT",
      path: "/dev/a?b=1",
      headers: { accept: "*/*", cookie: "k=v", "content-type": "application/x-www-form-urlencoded" },
      body: "it's!\n",
    });
  });

  it("has options in one word, with = and after the URL", () => {
    const request = parseCurl(
      `curl.exe -sSXDELETE "localhost:3000/dev/a\\"b" --header="x-a: b: c" -H x-empty\\; -H 'accept:'`,
    );
    assert.deepEqual(request, { method: "DELETE", path: '/dev/a"b', headers: { "x-a": "b: c", "x-empty": "" } });
  });

  it("joins data, encodes it, and moves it to the query with -G", () => {
    assert.equal(parseCurl("curl h/p -d a=1 --data-urlencode 'b=x y&z'").body, "a=1&b=x%20y%26z");
    const get = parseCurl("curl -G 'h/p?c=3' -d a=1 --data-urlencode 'b=ü'");
    assert.deepEqual(get, { method: "GET", path: "/p?c=3&a=1&b=%C3%BC", headers: {} });
    const json = parseCurl(`curl h/p --json '{"a":' --json '1}'`);
    assert.equal(json.body, '{"a":1}');
    assert.equal(json.headers["content-type"], "application/json");
  });

  it("has basic authentication, HEAD, and a host without a path", () => {
    assert.deepEqual(parseCurl("curl -I -u ada:ü https://example.com"), {
      method: "HEAD",
      path: "/",
      headers: { authorization: "Basic YWRhOsO8" },
    });
  });

  it("ends at a pipe, and ignores where the output goes", () => {
    assert.equal(parseCurl("curl -s h/p -o out.json --max-time 3 | jq .").path, "/p");
  });

  for (const [command, message] of [
    ["wget http://h/p", "The command must begin with curl."],
    ["curl -s", "The command has no URL."],
    ["curl 'http://h/p", "A quote of the command does not end."],
    ["curl h/p -d @body.json", "A body from a file cannot be read: -d @body.json"],
    ["curl h/p -H @headers", "Headers from a file cannot be read: -H @headers"],
    ["curl h/p --form a=b", "This option of curl is not supported: --form"],
    ["curl h/p -sZ", "This option of curl is not supported: -Z"],
  ] as const) {
    it(`is refused: ${command}`, () => assert.throws(() => parseCurl(command), { message }));
  }

  it("is told from other text", () => {
    assert.equal(isCurl(" $ curl -i http://h"), true);
    assert.equal(isCurl("/contact?curl"), false);
    assert.equal(isCurl("curly"), false);
  });
});

describe("a request as a curl command", () => {
  const request = {
    method: "PUT",
    path: "/visitors/a%27b?c=$d",
    headers: { "content-type": "application/json", "x-empty": "" },
    body: `{"it's": "\\"$HOME\\" \`x\` é\n"}`,
  };

  it("is read back as it was", () => {
    assert.deepEqual(parseCurl(curlOf("http://localhost:3000/dev", request)), {
      ...request,
      path: `/dev${request.path}`,
    });
    const get = { method: "GET", path: "/topics", headers: {} };
    assert.equal(curlOf("http://localhost:3000/dev", get), "curl 'http://localhost:3000/dev/topics'");
  });

  it("comes through a shell as it was", () => {
    const script = `curl() { printf '%s\\0' "$@"; }\n${curlOf("http://h/dev", request)}`;
    const words = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0");
    assert.deepEqual(words.slice(0, -1), [
      "http://h/dev/visitors/a%27b?c=$d",
      "-X",
      "PUT",
      "-H",
      "content-type: application/json",
      "-H",
      "x-empty;",
      "--data-raw",
      request.body,
    ]);
  });

  it("is signed with the environment's credentials where the route wants a signature", () => {
    const command = curlOf("http://h/dev", { method: "POST", path: "/announcements", headers: {}, body: "{}" }, true);
    assert.match(command, /--aws-sigv4 aws:amz:us-east-1:execute-api --user "\$AWS_ACCESS_KEY_ID:/);
    assert.deepEqual(parseCurl(command).headers, {
      "x-amz-security-token": "$AWS_SESSION_TOKEN",
      "content-type": "application/x-www-form-urlencoded",
    });
  });
});
