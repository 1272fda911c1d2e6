import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Route } from "../../src/api/wire.ts";
import { info } from "../api/loaded.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { curlOf } from "./curl.ts";
import { type Draft, parseHeaders } from "./drafts.ts";

interface Props {
  route: Route;
  draft: Draft;
  /** @throws Error with what is wrong with the command */
  onTake: (command: string) => void;
}

/** The request as a curl command to copy, and a place to paste one. */
export function CurlBox({ route, draft, onTake }: Props) {
  const id = useId();
  const isOpen = useSignal(false);
  const command = useSignal("");
  const error = useSignal("");
  const take = (text: string) => {
    try {
      onTake(text);
      [error.value, command.value, isOpen.value] = ["", "", false];
    } catch (reason) {
      error.value = (reason as Error).message;
    }
  };
  return (
    <div class="curl">
      <div class="example-buttons">
        <CopyButton label="Copy as curl" text={() => commandOf(route, draft)} />
        <button
          type="button"
          class="button tiny"
          aria-expanded={isOpen.value}
          onClick={() => {
            isOpen.value = !isOpen.value;
          }}
        >
          Paste a curl command
        </button>
      </div>
      {isOpen.value && (
        <div class="field">
          <label for={`${id}curl`}>A curl command, for any route of this API</label>
          <textarea
            id={`${id}curl`}
            class="mono"
            rows={4}
            spellcheck={false}
            placeholder="curl https://… -H 'content-type: application/json' -d '{…}'"
            value={command.value}
            aria-invalid={error.value !== ""}
            aria-describedby={`${id}error`}
            onInput={(event) => {
              command.value = event.currentTarget.value;
              error.value = "";
            }}
          />
          <p id={`${id}error`} class="field-error" role="alert">
            {error.value}
          </p>
          <button type="button" class="button" onClick={() => take(command.value)}>
            Use this request
          </button>
        </div>
      )}
    </div>
  );
}

function commandOf(route: Route, { method, path, headers, body }: Draft): string {
  const base = info.value.state === "ready" ? info.value.data.url : "";
  const sent = parseHeaders(headers).headers;
  const isSigned = Object.keys(sent).some((name) => name.toLowerCase() === "authorization");
  return curlOf(base, { method, path, headers: sent, body }, route.authorization === "iam" && !isSigned);
}
