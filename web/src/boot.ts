// Runs before the first paint: the language and the theme that this browser last used, so that nothing flashes.
import { recall } from "./memory";

const root = document.documentElement;
root.lang = recall("language") ?? "sv";
root.dataset.theme = recall("theme") ?? "system";
