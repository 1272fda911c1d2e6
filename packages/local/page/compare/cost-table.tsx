import type { Signal } from "@preact/signals";
import { WAYS, type Way } from "../contact/ways.ts";
import { dollars } from "../ui/format.ts";
import { costPerMillion, monthlyCost, type Usage } from "./cost.ts";
import { PRICES, type Price } from "./prices.ts";

const VOLUMES = [1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000];
const MEMORIES = [128, 256, 512, 1024];

/** What each way costs in a month of the chosen volume. */
export function CostTable({ usage }: { usage: Signal<Usage> }) {
  const change = (changed: Partial<Usage>) => {
    usage.value = { ...usage.value, ...changed };
  };
  const { requests, memoryMb, durationMs } = usage.value;
  const saved = monthlyCost("lambda", usage.value) - monthlyCost("sqs", usage.value);
  return (
    <>
      <div class="usage">
        <div class="field">
          <label for="usage-volume">Messages a month</label>
          <select
            id="usage-volume"
            value={requests}
            onInput={(event) => change({ requests: Number(event.currentTarget.value) })}
          >
            {VOLUMES.map((volume) => (
              <option key={volume} value={volume}>
                {volume.toLocaleString("en-US")}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="usage-memory">Function's memory, MB</label>
          <select
            id="usage-memory"
            value={memoryMb}
            onInput={(event) => change({ memoryMb: Number(event.currentTarget.value) })}
          >
            {MEMORIES.map((memory) => (
              <option key={memory} value={memory}>
                {memory}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="usage-duration">Billed duration, ms</label>
          <input
            id="usage-duration"
            type="number"
            min={1}
            max={29000}
            value={durationMs}
            onInput={(event) => change({ durationMs: Math.max(0, Number(event.currentTarget.value)) })}
          />
        </div>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">Way</th>
            <th scope="col">Parts crossed</th>
            <th scope="col" class="number">
              Per million
            </th>
            <th scope="col" class="number">
              A month
            </th>
          </tr>
        </thead>
        <tbody>
          {(["lambda", "sqs"] as Way[]).map((way) => (
            <tr key={way}>
              <th scope="row">{WAYS[way].name}</th>
              <td>
                {WAYS[way].parts.length}: {WAYS[way].parts.join(", ")}
              </td>
              <td class="number">{dollars(costPerMillion(way, usage.value))}</td>
              <td class="number">{dollars(monthlyCost(way, usage.value))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status">
        Without the function a month costs <strong>{dollars(saved)}</strong> less. From the client to the queue; what
        comes after it is the same for both.
      </p>
    </>
  );
}

/** The prices that the comparison uses, with where and when they were read. */
export function PriceTable() {
  return (
    <details>
      <summary>Prices, sources and dates</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Price</th>
            <th scope="col">First tier</th>
            <th scope="col">Source</th>
            <th scope="col">As of</th>
          </tr>
        </thead>
        <tbody>
          {Object.values(PRICES).map((price: Price) => (
            <tr key={price.what}>
              <th scope="row">{price.what}</th>
              <td>{firstTier(price)}</td>
              <td>
                <a href={price.source} rel="noreferrer">
                  {new URL(price.source).pathname.split("/")[1]} pricing
                </a>
              </td>
              <td class="date">{price.date}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function firstTier({ tiers, per }: Price): string {
  const dollars = (tiers[0]?.dollars ?? 0) * 1_000_000;
  return `$${dollars.toFixed(2)} per million ${per}`;
}
