import assert from "node:assert/strict";
import { parse } from "yaml";
import { userData } from "../../../components/private-service/user-data.ts";

const file = (text: string, path: string): string =>
  parse(text).write_files.find((written: { path: string }) => written.path === path).content;

describe("userData", () => {
  it("is cloud-init's, and installs Node.js before it starts the service", () => {
    const text = userData("support-desk", "serve();\n", {});
    assert.equal(text.split("\n")[0], "#cloud-config");
    assert.deepEqual(parse(text).packages, ["nodejs24"]);
    assert.deepEqual(parse(text).runcmd, [["systemctl", "enable", "--now", "support-desk.service"]]);
  });

  it("writes the code as it is, whatever is in it", () => {
    const code = "const a = `${b}`; // 'é' \"$x\" \\n\n\n  : - # !\n%";
    assert.equal(file(userData("support-desk", code, {}), "/opt/support-desk/index.mjs"), code);
  });

  it("writes the environment so that systemd reads each value as it is", () => {
    const text = userData("support-desk", "", { PORT: "8080", ALLOWED_ORIGINS: 'a"b\\c$d' });
    assert.equal(file(text, "/etc/support-desk.env"), 'PORT="8080"\nALLOWED_ORIGINS="a\\"b\\\\c\\$d"\n');
  });

  it("runs the service as a user of its own, starts it again when it fails, and takes its privileges away", () => {
    const lines = file(userData("support-desk", "", {}), "/etc/systemd/system/support-desk.service").split("\n");
    for (const line of [
      "ExecStart=/usr/bin/node-24 /opt/support-desk/index.mjs",
      "EnvironmentFile=/etc/support-desk.env",
      "User=support-desk",
      "DynamicUser=yes",
      "Restart=on-failure",
      "CapabilityBoundingSet=",
      "NoNewPrivileges=yes",
      "ProtectSystem=strict",
    ]) {
      assert.equal(lines.includes(line), true, line);
    }
  });

  it("refuses what EC2 would not take", () => {
    assert.throws(
      () => userData("support-desk", "x".repeat(16 * 1024), {}),
      /^Error: user data: expected at most 16384 bytes, got \d{5}$/,
    );
  });

  it("refuses a line break in a variable", () => {
    assert.throws(() => userData("support-desk", "", { HOST: "a\nPORT=1" }), {
      message: "environment variable HOST: expected no line break",
    });
  });
});
