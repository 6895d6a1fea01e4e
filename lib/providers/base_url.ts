import { isLoopback } from "./is_loopback.ts";
import { redactor } from "./secrets.ts";

/** A base URL without a slash at its end. @throws {RangeError} If it is none that may carry a key. */
export function checkedBaseUrl(text: string, hasKey: boolean, name: string): string {
  // A key that was put in its place is not shown.
  const refuse = (need: string, got = redactor().text(JSON.stringify(text))): never => {
    throw new RangeError(`Cannot reach ${name}: need ${need}, got ${got}`);
  };
  const url = URL.canParse(text) ? new URL(text) : refuse("a base URL such as https://host/v1");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    refuse("a base URL that starts with https:// or http://");
  }
  // Their text may be a password, so it is not shown.
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    refuse("a base URL without user, password, query or fragment", "one that has them");
  }
  if (url.protocol === "http:" && hasKey && !isLoopback(text)) {
    refuse("https:// for a base URL beyond this machine, for a key goes with each call");
  }
  return url.href.replace(/\/+$/, "");
}
