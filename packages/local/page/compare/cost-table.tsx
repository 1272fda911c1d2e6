import type { Signal } from "@preact/signals";
import { WAYS, type Way } from "../contact/ways.ts";
import { dollars } from "../ui/format.ts";
import { costPerMillion, monthlyCost, type Usage, wayLines } from "./cost.ts";
import type { Price } from "./prices.ts";

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
          <label for="usage-memory">Memory, MB</label>
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
      <table class="stacks">
        <thead>
          <tr>
            <th scope="col">Way</th>
            <th scope="col">Parts</th>
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
              <td data-label="Parts" class="whole">
                {WAYS[way].parts.join(", ")}
              </td>
              <td class="number" data-label="Per million">
                {dollars(costPerMillion(way, usage.value))}
              </td>
              <td class="number" data-label="A month">
                {dollars(monthlyCost(way, usage.value))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status">
        Without the function, a month costs <strong>{dollars(saved)}</strong> less. The prices are those of the way from
        the client to the queue, with the function's log (1 KB per call). What comes after the queue costs the same.
      </p>
    </>
  );
}

/** The prices that the comparison uses, with where and when they were read. */
export function PriceTable() {
  // The old way's bill has all of the better way's.
  const prices = wayLines("lambda", { requests: 0, durationMs: 0, memoryMb: 0 }).map(({ price }) => price);
  return (
    <details>
      <summary>Prices and their sources</summary>
      <table class="stacks">
        <thead>
          <tr>
            <th scope="col">Price</th>
            <th scope="col">First tier</th>
            <th scope="col">As of</th>
          </tr>
        </thead>
        <tbody>
          {prices.map((price) => (
            <tr key={price.what}>
              <th scope="row">
                <a href={price.source} rel="noreferrer">
                  {price.what}
                </a>
              </th>
              <td class="whole" data-label="First tier">
                {firstTier(price)}
              </td>
              <td data-label="As of">{price.date}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function firstTier({ tiers, per }: Price): string {
  const dollars = tiers[0]?.dollars ?? 0;
  return dollars < 0.01
    ? `$${(dollars * 1_000_000).toFixed(2)} per million ${per}`
    : `$${dollars.toFixed(2)} per ${per}`;
}
