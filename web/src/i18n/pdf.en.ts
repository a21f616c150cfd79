// The words around a PDF that the app shows itself, in English.
import type { pdf as sv } from "./pdf.sv";

export const pdf: typeof sv = {
  page: (n, of) => `Page ${n} of ${of}`,
  tools: "Size of the document",
  smaller: "Smaller", larger: "Larger",
  open: "Open",
  broken: "The document cannot be shown here. Open it or download it instead.",
};
