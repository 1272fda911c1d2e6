import type { Trace } from "../../src/api/wire.ts";
import { info, openApi } from "../api/loaded.ts";
import { caseFile } from "../saved/case.ts";
import { mochaTest } from "../saved/mocha-test.ts";
import { whyNotSaved } from "../saved/recording.ts";
import { traceFile } from "../saved/trace-file.ts";

/** The trace as a file to keep: as a test, as a case, as it is. No file has API keys, credentials or cookies. */
export function TraceFiles({ trace }: { trace: Trace }) {
  if (openApi.value.state !== "ready" || info.value.state !== "ready") {
    return null;
  }
  const date = new Date().toISOString().slice(0, 10);
  const recording = { trace, document: openApi.value.data, stage: info.value.data.stage, date };
  const why = whyNotSaved(recording);
  const name = `${trace.route} ${trace.response.status}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return (
    <div class="trace-files">
      <div class="trace-files-buttons">
        <button
          type="button"
          class="button tiny"
          disabled={why !== undefined}
          onClick={() => download(`${name}.test.ts`, mochaTest(recording))}
        >
          Save as test
        </button>
        <button
          type="button"
          class="button tiny"
          disabled={why !== undefined || trace.request.base64 === true}
          onClick={() => download(`${name}.case.json`, caseFile(recording))}
        >
          Save as conformance case
        </button>
        <button
          type="button"
          class="button tiny"
          onClick={() => download(`trace-${trace.requestId}.json`, traceFile(trace))}
        >
          Export trace
        </button>
      </div>
      <p class="quiet small">
        {why === undefined
          ? "The test contains the route, the request and the backend's response. Put it into tests/ and run it with npx mocha."
          : `This request cannot be saved as a test: ${why}.`}{" "}
        Saved files contain no API keys, credentials or cookies.
      </p>
    </div>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  // The download begins with a task of its own.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
