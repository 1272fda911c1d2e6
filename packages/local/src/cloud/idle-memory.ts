import { performance } from "node:perf_hooks";
import v8 from "node:v8";
import vm from "node:vm";

/** Milliseconds between looks at whether the thread is idle. */
const LOOK_MS = 2_000;
/** Part of the time since the last look in which an idle thread may have worked. */
const IDLE = 0.05;
/** Bytes by which the heap must have grown: less is not worth the pause, some 0.1 s for 30 MB. */
const GROWN_BYTES = 8 * 1024 * 1024;
/** Part by which it must have grown: the pause grows with all that is alive, such as 100,000 messages in a queue. */
const GROWN_PART = 0.25;
/** Collections after a burst, one a look: each compacts a part, and V8 makes the space for young objects smaller once little was allocated for 5 s. */
const COLLECTIONS = 4;
/** Contexts that are made to find `gc`. */
const MOST_ATTEMPTS = 200;

/**
 * Collects the garbage of this thread whenever the thread has become idle. V8 lets a heap grow to twice
 * what is alive before it collects, and collects nothing while nothing runs: after a burst of requests each thread would keep
 * what it held at the burst's end.
 *
 * V8 has a collection of its own for idle threads, which package.json turns off (`--no-memory-reducer`): with the memory V8 then forgets the shapes of
 * which no object is alive, such as those of sockets, and the code compiled for them, and each request takes a third more
 * processor time until the process ends.
 *
 * @param lookMs Milliseconds between looks at whether the thread is idle.
 */
export function collectWhenIdle(lookMs = LOOK_MS): void {
  const collect = garbageCollector();
  let before = performance.eventLoopUtilization();
  let left = 0;
  let collections = 0;
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization >= IDLE) {
      return;
    }
    const grown = v8.getHeapStatistics().total_heap_size - left;
    if (grown > Math.max(GROWN_BYTES, left * GROWN_PART)) {
      collections = COLLECTIONS;
    }
    if (collections > 0) {
      collections--;
      collect();
      left = v8.getHeapStatistics().total_heap_size;
    }
  }, lookMs).unref();
}

/**
 * V8's `gc`. It is a global of contexts made while the flag is set; those of functions must not have it. All threads share the flag: another
 * one that does the same can take it back before this one's context is made.
 *
 * @throws Error when this Node.js has no `gc`
 */
function garbageCollector(): () => void {
  try {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      v8.setFlagsFromString("--expose-gc");
      const collect: (() => void) | undefined = vm.runInNewContext("globalThis.gc");
      if (collect) return collect;
    }
  } finally {
    v8.setFlagsFromString("--no-expose-gc");
    // A thread that begins while another has set the flag has the global, which cannot be deleted.
    if (globalThis.gc) globalThis.gc = undefined;
  }
  throw new Error("this Node.js has no gc");
}
