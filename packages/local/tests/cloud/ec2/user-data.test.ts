import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { stringify } from "yaml";
import { readUserData } from "../../../src/cloud/ec2/user-data.ts";

const UNIT =
  "[Service]\nExecStart=/usr/bin/node-24 /opt/desk/index.mjs --quiet\nEnvironmentFile=-/etc/desk.env\nEnvironment=A=1 B=2\n";
const unit = (content = UNIT) => ({ path: "/etc/systemd/system/desk.service", content });
const module = { path: "/opt/desk/index.mjs", content: "serve();" };
const userData = (files: object[]) => Buffer.from(`#cloud-config\n${stringify({ write_files: files })}`);
const read = (files: object[]) => readUserData(userData(files).toString("base64"));

describe("an instance's user data", () => {
  it("has the service's module, arguments, environment and files", () => {
    const { files, ...service } = read([module, { path: "/etc/desk.env", content: 'B="x=y"\n' }, unit()]);
    assert.deepEqual(service, {
      name: "desk",
      args: ["/opt/desk/index.mjs", "--quiet"],
      environment: { A: "1", B: "x=y" },
    });
    assert.equal(files.get("/opt/desk/index.mjs")?.toString(), "serve();");
  });

  it("may be packed, whole or file by file", () => {
    const packed = { ...module, encoding: "gz+b64", content: gzipSync("serve();").toString("base64") };
    for (const data of [gzipSync(userData([module, unit()])), userData([packed, unit()])]) {
      const { files } = readUserData(data.toString("base64"));
      assert.equal(files.get("/opt/desk/index.mjs")?.toString(), "serve();");
    }
  });

  it("is refused where localhost cannot run it, with the reason", () => {
    const script = Buffer.from("#!/bin/sh\n").toString("base64");
    assert.throws(() => readUserData(script), { message: "user data: localhost reads #cloud-config only" });
    assert.throws(() => read([module]), { message: /^user data: localhost runs one systemd service .* there are 0$/ });
    assert.throws(() => read([unit("[Service]\nExecStart=/usr/bin/python3 x.py\n")]), {
      message: "user data: localhost runs Node.js services only, and desk is /usr/bin/python3",
    });
    assert.throws(() => read([unit("[Service]\n")]), { message: /and desk is without ExecStart$/ });
  });
});
