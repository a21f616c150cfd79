// What this device can do, where the web itself does not tell.

const touchMac = () => /Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1; // an iPad says that it is a Mac

export const isApple = () => /iPhone|iPad|iPod/.test(navigator.userAgent) || touchMac();

export const isMobile = (): boolean => isApple() || /Android/.test(navigator.userAgent);

/** Whether a PDF can be read inside a page; Apple's phones show only its first page there. */
export const showsPdf = (): boolean => navigator.pdfViewerEnabled && !isApple();

/** Whether there is a mouse or the like, and so most likely a keyboard. */
export const hasPointer = (): boolean => matchMedia("(any-pointer: fine)").matches;

/** Whether the list and the letter take turns, as the styles have it. */
export const takesTurns = (): boolean => matchMedia("(width <= 60rem) or ((height <= 30rem) and (width <= 67.5rem))").matches;

/** Whether a page that is as wide as paper has no room. */
export const isNarrow = (): boolean => matchMedia("(max-width: 45rem)").matches;
