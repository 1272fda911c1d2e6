import { useEffect, useRef } from "preact/hooks";
import type { Mistake } from "../src/api/wire.ts";
import { connection, mistake } from "./api/live.ts";
import { info } from "./api/loaded.ts";
import { ComparePage } from "./compare/compare-page.tsx";
import { ContactPage } from "./contact/contact-page.tsx";
import { DocumentDrop } from "./document-drop.tsx";
import { ExplorerPage } from "./explorer/explorer-page.tsx";
import { NavBar } from "./nav-bar.tsx";
import { apiName, shownParts } from "./parts.ts";
import { PlaygroundPage } from "./playground/playground-page.tsx";
import { ReferencePage } from "./reference/reference-page.tsx";
import { PART_NAMES, type Part, place } from "./router.ts";
import { ServicesPage } from "./services/services-page.tsx";

const PAGES: Record<Part, () => preact.JSX.Element> = {
  contact: ContactPage,
  explorer: ExplorerPage,
  playground: PlaygroundPage,
  services: ServicesPage,
  compare: ComparePage,
  reference: ReferencePage,
};

/** The page: a bar, and one of its parts. */
export function App() {
  const [first = "explorer"] = shownParts.value;
  const part = shownParts.value.includes(place.value.part) ? place.value.part : first;
  const main = useRef<HTMLElement>(null);
  const shown = useRef<Part>(part);
  useEffect(() => {
    document.title = [PART_NAMES[part], apiName.value].filter(Boolean).join(" · ");
    // A new part is read from its beginning, by eyes and by screen readers.
    if (shown.current !== part) {
      shown.current = part;
      scrollTo(0, 0);
      main.current?.querySelector("h1")?.focus({ preventScroll: true });
    }
  }, [part, apiName.value]);

  const Page = PAGES[part];
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <AwayBanner />
      <MistakeBanner />
      <NavBar part={part} />
      <DocumentDrop />
      <main id="main" ref={main} tabIndex={-1}>
        <Page />
      </main>
    </>
  );
}

/** Says that the server is away, until it is back. */
function AwayBanner() {
  return (
    <div role="alert">
      {connection.value === "away" && (
        <p class="away">
          <strong>The local server does not answer.</strong> Start it again with <code>npm start</code>. This page
          reconnects by itself, and keeps what you typed.
        </p>
      )}
    </div>
  );
}

/** Says what the program's last change fails with, and where, until it is mended. */
function MistakeBanner() {
  const { file, line, message }: Partial<Mistake> = mistake.value ?? loadedMistake() ?? {};
  return (
    <div role="alert">
      {message !== undefined && (
        <p class="away">
          {file !== undefined && <code>{line === undefined ? file : `${file}:${line}`}</code>}{" "}
          <strong>{sentence(message)}</strong> The version before this change is still served.
        </p>
      )}
    </div>
  );
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

const loadedMistake = () => (info.value.state === "ready" ? info.value.data.mistake : undefined);
