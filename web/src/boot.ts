// Runs before the first paint: the language and the theme that this browser last used, so that nothing flashes, and the
// first questions to the server, so that their answers are here when the app is.
import { begin } from "./early";
import { recall } from "./memory";

const root = document.documentElement;
root.lang = recall("language") ?? "sv";
root.dataset.theme = recall("theme") ?? "system";
begin(location.pathname, { accept: "application/json", "accept-language": root.lang });
