import { PROXY_NAMES } from "../../proxy_variables.ts";
import type { Finding } from "./finding.ts";

/** A proxy as it may be shown: without the user and password that may stand in its address. */
function shownProxy(address: string): string {
  const text = address.includes("://") ? address : `http://${address}`;
  return URL.canParse(text) ? new URL(text).host : "an address that is none";
}

/**
 * Which proxy the environment names, and what goes through it; nothing where there is none.
 *
 * @param env Variables; both spellings count.
 */
export function proxyFinding(env: Readonly<Record<string, string>>): readonly Finding[] {
  const of = (name: string) => env[name] || env[name.toLowerCase()] || undefined;
  const named = PROXY_NAMES.flatMap((name) => {
    const address = of(name);
    return address === undefined ? [] : [{ name, shown: shownProxy(address) }];
  });
  if (named.length === 0) return [];
  const wrong = named.find(({ shown }) => shown.startsWith("an address"));
  return [{
    name: "proxy",
    state: "note",
    text: wrong
      ? `${wrong.name} is ${wrong.shown}; need one such as http://host:8080, or unset it`
      : `${
        named.map(({ name, shown }) => `${name} is ${shown}`).join(", ")
      }; downloads and calls ` +
        "of models go through it, whatever runs on this machine never does" +
        (of("NO_PROXY") ? "" : "; other programs may need NO_PROXY=localhost,127.0.0.1"),
  }];
}
