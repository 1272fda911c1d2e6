import { useSignal } from "@preact/signals";

const SHOWN_MS = 2000;

/** Copies a text, and says so for a moment. */
export function CopyButton({ label, text }: { label: string; text: () => string }) {
  const said = useSignal("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      said.value = "Copied";
    } catch {
      said.value = "The browser does not allow this page to copy";
    }
    setTimeout(() => {
      said.value = "";
    }, SHOWN_MS);
  };
  return (
    <>
      <button type="button" class="button tiny" onClick={() => void copy()}>
        {label}
      </button>
      <span role="status" class="quiet small">
        {said.value}
      </span>
    </>
  );
}
