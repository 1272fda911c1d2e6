import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { type UserDataArgs, userData as userDataOf } from "../../../components/private-service/user-data.ts";

const userData = (
  service: string,
  code: string,
  environment: Record<string, string>,
  more: Partial<UserDataArgs> = {},
) => userDataOf({ service, code, environment, ...more });

const file = (text: string, path: string): string =>
  parse(text).write_files.find((written: { path: string }) => written.path === path).content;

/** Runs the script of the first start with a dnf that fails `failures` times, and notes what it calls. */
function firstBoot(text: string, failures: number) {
  const folder = mkdtempSync(join(tmpdir(), "first-boot-"));
  try {
    const command = (name: string, body: string) => {
      writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >> ${folder}/calls\n${body}\n`);
      chmodSync(join(folder, name), 0o755);
    };
    command("sleep", "");
    command("systemctl", "");
    command("dnf", `[ "$(grep -c ^dnf ${folder}/calls)" -gt ${failures} ]`);
    writeFileSync(join(folder, "first-boot.sh"), file(text, "/opt/support-desk/first-boot.sh"));
    const { status, stdout } = spawnSync("sh", [join(folder, "first-boot.sh")], {
      encoding: "utf8",
      env: { PATH: `${folder}:${process.env.PATH}` },
    });
    const calls = readFileSync(join(folder, "calls"), "utf8").trimEnd().split("\n");
    return { calls, status, output: stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("userData", () => {
  it("is cloud-init's, and installs Node.js before it starts the service", () => {
    const text = userData("support-desk", "serve();\n", {});
    assert.equal(text.split("\n")[0], "#cloud-config");
    assert.deepEqual(parse(text).runcmd, [["sh", "/opt/support-desk/first-boot.sh"]]);
    assert.deepEqual(firstBoot(text, 0).calls, [
      "dnf install --assumeyes nodejs24",
      "systemctl enable --now support-desk.service",
    ]);
  });

  it("tries the installation again, each time after a longer pause, and then starts the service", () => {
    const dnf = "dnf install --assumeyes nodejs24";
    const { calls, status } = firstBoot(userData("support-desk", "serve();\n", {}), 3);
    assert.deepEqual(calls, [
      dnf,
      "sleep 5",
      dnf,
      "sleep 10",
      dnf,
      "sleep 20",
      dnf,
      "systemctl enable --now support-desk.service",
    ]);
    assert.equal(status, 0);
  });

  it("gives up after six tries, and says so on the console", () => {
    const { calls, status, output } = firstBoot(userData("support-desk", "serve();\n", {}), 99);
    assert.equal(calls.filter((call) => call.startsWith("dnf")).length, 6);
    assert.deepEqual(
      calls.filter((call) => call.startsWith("sleep")),
      ["sleep 5", "sleep 10", "sleep 20", "sleep 40", "sleep 80"],
    );
    assert.equal(calls.at(-1), "dnf install --assumeyes nodejs24");
    assert.equal(status, 1);
    assert.match(output, /^first boot: nodejs24 cannot be installed$/m);
  });

  it("has the CloudWatch agent send the first start's and the service's output, once the service runs", () => {
    const text = userData("support-desk", "serve();\n", {}, { logGroup: "support-desk-logs-1" });
    assert.deepEqual(firstBoot(text, 0).calls, [
      "dnf install --assumeyes nodejs24",
      "systemctl enable --now support-desk.service",
      "dnf install --assumeyes amazon-cloudwatch-agent",
    ]);
    assert.match(
      file(text, "/opt/support-desk/first-boot.sh"),
      /^\/opt\/aws\/\S+-ctl -a fetch-config -m ec2 -s -c file:\/opt\/support-desk\/cloudwatch-agent\.json$/m,
    );
    assert.deepEqual(JSON.parse(file(text, "/opt/support-desk/cloudwatch-agent.json")).logs.logs_collected.files, {
      collect_list: [
        {
          file_path: "/var/log/cloud-init-output.log",
          log_group_name: "support-desk-logs-1",
          log_stream_name: "{instance_id}/first-boot",
        },
        {
          file_path: "/var/log/support-desk.log",
          log_group_name: "support-desk-logs-1",
          log_stream_name: "{instance_id}/service",
        },
      ],
    });
    assert.match(
      file(text, "/etc/systemd/system/support-desk.service.d/log.conf"),
      /^StandardOutput=append:\/var\/log\/support-desk\.log$/m,
    );
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
