/** An HTTP status, in the colour of its class. */
export function StatusCode({ status, text = "" }: { status: number; text?: string }) {
  const tone = status >= 500 ? "bad" : status >= 400 ? "warn" : "good";
  return (
    <span class={`status ${tone}`}>
      {status}
      {text && ` ${text}`}
    </span>
  );
}
