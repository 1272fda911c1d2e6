import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/shell.css";
import "./styles/contact.css";
import "./styles/explorer.css";
import "./styles/text.css";
import "./styles/trace.css";
import "./styles/services.css";
import "./styles/compare.css";
import "./styles/reference.css";
import "./styles/editor.css";
import { render } from "preact";
import { listen } from "./api/live.ts";
import { App } from "./app.tsx";
import { followAddress } from "./router.ts";
import { followTheme } from "./theme.ts";

followTheme();
followAddress();
listen();

const root = document.getElementById("app");
if (root) {
  render(<App />, root);
}
