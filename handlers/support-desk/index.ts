import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { createServer } from "./server.ts";

// Environment: HOST (default 127.0.0.1), PORT (default 8080; 0 takes any free one) and ALLOWED_ORIGINS
// (comma-separated, default none).
const { HOST = "127.0.0.1", PORT = "8080", ALLOWED_ORIGINS = "" } = process.env;

const server = createServer({
  host: hostname(),
  allowedOrigins: ALLOWED_ORIGINS.split(",").filter((origin) => origin !== ""),
  now: () => new Date(),
});

server.on("error", (error: NodeJS.ErrnoException) => {
  log("ERROR", `cannot listen on ${HOST}:${PORT}: ${error.code}`);
  process.exitCode = 1;
});

server.listen(Number(PORT), HOST, () => {
  const { address, port } = server.address() as AddressInfo;
  log("INFO", `listening on http://${address}:${port}`);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    // Takes no new connections, closes idle ones and lets running requests end; then nothing keeps Node running.
    server.close(() => log("INFO", "stopped"));
  });
}

function log(level: "INFO" | "ERROR", message: string): void {
  console.log(JSON.stringify({ level, message }));
}
