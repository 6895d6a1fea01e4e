import { parseHTML } from "linkedom";
import { type ChartDocument, useDocument } from "./document.ts";

// linkedom's own types leave `document` out of what parseHTML returns.
const parsed = parseHTML("<!doctype html><html><body></body></html>") as unknown as {
  document: ChartDocument;
};

/** linkedom's document, which draws charts outside a browser. Importing this file sets it. */
const linkedomDocument: ChartDocument = parsed.document;
useDocument(linkedomDocument);
