import { info } from "./api/loaded.ts";

/** What this run of the program said about itself, as in the terminal. */
export function PageFoot() {
  if (info.value.state !== "ready") {
    return null;
  }
  const { url, notes, version } = info.value.data;
  return (
    <footer class="page-foot">
      <p>
        Contact Us {version}, serving <code>{url}</code>
      </p>
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </footer>
  );
}
