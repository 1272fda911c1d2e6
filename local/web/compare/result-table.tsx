import { WAYS, type Way } from "../contact/ways.ts";
import { milliseconds } from "../ui/format.ts";
import type { WayResult } from "./run.ts";

/** What both ways measured. */
export function ResultTable({ result }: { result: Record<Way, WayResult> }) {
  return (
    <table class="results">
      <caption class="unseen">Measured latencies</caption>
      <thead>
        <tr>
          <th scope="col">Way</th>
          <th scope="col" class="number">
            p50
          </th>
          <th scope="col" class="number">
            p99
          </th>
          <th scope="col" class="number">
            Mean
          </th>
          <th scope="col" class="number">
            Errors
          </th>
          <th scope="col" class="number">
            Per second
          </th>
        </tr>
      </thead>
      <tbody>
        {(["lambda", "sqs"] as Way[]).map((way) => {
          const { p50, p99, mean, errors, perSecond } = result[way];
          return (
            <tr key={way}>
              <th scope="row">{WAYS[way].name}</th>
              <td class="number">{milliseconds(p50)}</td>
              <td class="number">{milliseconds(p99)}</td>
              <td class="number">{milliseconds(mean)}</td>
              <td class={`number ${errors > 0 ? "bad" : ""}`}>{errors}</td>
              <td class="number">{perSecond.toFixed(0)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
