import { type Browser, chromium } from "playwright-core";

/** A browser that the tests started, with the folder it keeps its profile in. */
export interface StartedBrowser {
  readonly browser: Browser;
  stop(): Promise<void>;
}

/** Nothing of the reader's is touched, and nothing but the page asked for is fetched. */
const FLAGS = [
  "--headless",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--remote-debugging-port=0",
];

/** Starts a browser with a profile of its own and connects to it. */
export async function startBrowser(program: string): Promise<StartedBrowser> {
  const profile = await Deno.makeTempDir({ prefix: "lab-browser-" });
  const child = new Deno.Command(program, {
    args: [
      ...FLAGS,
      // Chromium refuses its sandbox to root, which is what a CI machine often is.
      ...(Deno.build.os !== "windows" && Deno.uid() === 0 ? ["--no-sandbox"] : []),
      `--user-data-dir=${profile}`,
      "about:blank",
    ],
    // Crash reports and the like go to the profile as well, not to the reader's home folder.
    env: { HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const errors = child.stderr.pipeThrough(new TextDecoderStream() as never).getReader();
  let text = "";
  const drain = async (until?: RegExp) => {
    while (true) {
      const { value, done } = await errors.read();
      if (done) return undefined;
      text = (text + value).slice(-20_000);
      const found = until?.exec(text);
      if (found) return found[1];
    }
  };
  const address = await drain(/DevTools listening on (ws:\S+)/);
  if (address === undefined) throw new Error(`The browser did not start:\n${text}`);
  const drained = drain();
  const browser = await chromium.connectOverCDP(address);
  return {
    browser,
    stop: async () => {
      const session = await browser.newBrowserCDPSession();
      // It answers or it is gone already; both are the end that is wanted.
      await session.send("Browser.close").catch(() => {});
      const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await child.status;
      clearTimeout(timer);
      await browser.close().catch(() => {});
      await drained.catch(() => {});
      await Deno.remove(profile, { recursive: true }).catch(() => {});
    },
  };
}
