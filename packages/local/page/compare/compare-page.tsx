import { useSignal } from "@preact/signals";
import { Panel } from "../ui/panel.tsx";
import { CompareForm, RunProgress } from "./compare-form.tsx";
import type { Usage } from "./cost.ts";
import { CostTable, PriceTable } from "./cost-table.tsx";
import { LatencyPlot } from "./latency-plot.tsx";
import { ResultTable } from "./result-table.tsx";
import { run } from "./run.ts";

/** The old way and the better way, measured here and priced as on AWS. */
export function ComparePage() {
  const usage = useSignal<Usage>({ requests: 10_000_000, durationMs: 30, memoryMb: 256 });
  const { result } = run.value;
  return (
    <>
      <h1 tabIndex={-1}>Compare</h1>
      <p class="lede">The same message, with a function in the way and without one.</p>
      <div class="compare">
        <Panel title="Latency" aside="Measured on this machine" class="latency">
          <CompareForm />
          <RunProgress />
          {result ? (
            <>
              <LatencyPlot result={result} />
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
              <section class="scroll" tabIndex={0} aria-label="Measured">
                <ResultTable result={result} usage={usage.value} />
              </section>
            </>
          ) : (
            <p class="empty">Start a comparison to see how the latencies of both ways are distributed.</p>
          )}
          <p class="note">
            These latencies show the shape of the difference, not AWS's numbers: network, cold starts and AWS's own
            queue are not in them. The better way does the same work with one part fewer.
          </p>
        </Panel>
        <Panel title="Price" aside="us-east-1, beyond the free tier" class="price">
          <CostTable usage={usage} />
          <PriceTable />
        </Panel>
      </div>
    </>
  );
}
