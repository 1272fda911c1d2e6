import { performance } from "node:perf_hooks";
import v8 from "node:v8";

/** Milliseconds between looks at whether the thread is idle. */
const LOOK_MS = 2_000;
/** Part of the time since the last look in which an idle thread may have worked. */
const IDLE = 0.05;
/** Bytes by which the heap must have grown: less is not worth the pause, some 0.1 s for 30 MB. */
const GROWN_BYTES = 8 * 1024 * 1024;
/** Part by which it must have grown: the pause grows with all that is alive, such as 100,000 messages in a queue. */
const GROWN_PART = 0.25;

/**
 * Gives the memory of this thread's garbage back to the system whenever the thread has become idle. V8 lets a heap grow to twice
 * what is alive before it collects, and collects nothing while nothing runs: after a burst of requests each thread would keep
 * what it held at the burst's end.
 *
 * @param lookMs Milliseconds between looks at whether the thread is idle.
 * @param idleMs Milliseconds that the thread is idle before its heap is shrunk, whose next requests are slower then.
 */
export function collectWhenIdle({ lookMs = LOOK_MS, idleMs = 0 } = {}): void {
  let before = performance.eventLoopUtilization();
  let left = 0;
  let idleSince = performance.now();
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (utilization >= IDLE) {
      idleSince = performance.now();
      return;
    }
    const grown = v8.getHeapStatistics().total_heap_size - left;
    if (performance.now() - idleSince >= idleMs && grown > Math.max(GROWN_BYTES, left * GROWN_PART)) {
      shrink();
      left = v8.getHeapStatistics().total_heap_size;
    }
  }, lookMs).unref();
}

class Nothing {}

/**
 * Collects all garbage and shrinks the heap, which V8 does before it looks for a class's objects. V8 then also forgets the shapes of which no
 * object is alive, and the code compiled for them. `gc` does not shrink the heap and needs a flag that functions see; the inspector's
 * `HeapProfiler.collectGarbage` can block the thread for ever (Node 20.20).
 */
function shrink(): void {
  // Node's types do not have it yet, and Node warns that it is experimental.
  const { queryObjects } = v8 as unknown as { queryObjects: (of: object) => number };
  const warn = process.emitWarning;
  process.emitWarning = () => {};
  // A tick that waits keeps its shape: without it process.nextTick is compiled for any shape until the thread ends.
  process.nextTick(() => {});
  try {
    queryObjects(Nothing);
  } finally {
    process.emitWarning = warn;
  }
}
