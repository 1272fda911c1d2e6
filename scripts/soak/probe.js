// Loaded into npm start's process by --import: answers each message with how the process is doing since the last one.
import { monitorEventLoopDelay } from "node:perf_hooks";

if (process.send && process.argv[1]?.endsWith("launch.js")) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  process.on("message", () => {
    const { rss, heapUsed } = process.memoryUsage();
    process.send({
      rss,
      heapUsed,
      handles: process.getActiveResourcesInfo().length,
      delayP99Ms: delay.percentile(99) / 1e6,
      delayMaxMs: delay.max / 1e6,
    });
    delay.reset();
  });
}
