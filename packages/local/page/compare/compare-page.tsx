import { useSignal } from "@preact/signals";
import { Panel } from "../ui/panel.tsx";
import { CompareForm, RunProgress } from "./compare-form.tsx";
import type { Usage } from "./cost.ts";
import { CostTable, PriceTable } from "./cost-table.tsx";
import { LatencyPlot } from "./latency-plot.tsx";
import { ResultTable } from "./result-table.tsx";
import { run } from "./run.ts";

/** The old way and the better way: latency measured here, prices of AWS. */
export function ComparePage() {
  const usage = useSignal<Usage>({ requests: 10_000_000, durationMs: 20, memoryMb: 256 });
  const { result, state } = run.value;
  return (
    <>
      <h1 tabIndex={-1}>Compare</h1>
      <p class="lede">The same message through a Lambda function, and straight to SQS.</p>
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
            state === "idle" && <p class="empty">Start a comparison to see the distribution of both latencies.</p>
          )}
          <p class="note">
            These are not AWS's numbers: they include no network, no cold starts and no real queue. They show that the
            better way does the same work with one part fewer.
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
