/**
 * Panels as a reader meets them, in JupyterLab in a browser: alive after a run, after save and
 * reopen, and in an exported page; a picture in a notebook that is not trusted; by keyboard; light
 * and dark; and how long a step of a slider takes. The pictures stand in out/ for a look by eye.
 */
import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { ensureLab } from "../../lib/cli/setup/ensure_lab.ts";
import { findBrowser } from "../../lib/cli/setup/find_browser.ts";
import { type JupyterServer, startJupyter } from "../../lib/cli/setup/jupyter_server.ts";
import { runNotebooks } from "../../lib/cli/setup/lessons.ts";
import { anyFreePort } from "../../lib/cli/setup/ports.ts";
import { ask } from "../kernel/kernel_channel.ts";
import { notebookFile } from "../kernel/notebook_file.ts";
import { openLesson, runAll } from "./lesson_page.ts";
import { startBrowser } from "./start_browser.ts";

const lab = await ensureLab();
const program = findBrowser(Deno.env.toObject());

const CELLS = [
  `import { convene, views } from "lab/committee";
import { rebalance } from "lab/desk";
import { limitsPanel, pillarWeightsPanel } from "lab/live";
import { simulatedMarket, snapshot } from "lab/market";`,
  `const market = simulatedMarket({ seed: 7, years: 2 });
const today = snapshot(market, market.prices.days[450]);
const verdict = await convene(today);
const plan = rebalance(today, views(verdict), { equityUsd: 20_000 });
const source = "Source: simulated, seed 7.";`,
  "pillarWeightsPanel(verdict, plan, { source })",
  "limitsPanel(plan, { source })",
  "pillarWeightsPanel(verdict, plan, { source })",
];

/** The little of a page that is read here; Deno's own types know no document. */
interface PageElement {
  readonly shadowRoot: PageElement | null;
  readonly textContent: string;
  value: string;
  readonly min: string;
  readonly max: string;
  readonly naturalWidth: number;
  querySelector(selector: string): PageElement;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getAttribute(name: string): string | null;
  dispatchEvent(event: unknown): void;
  getBoundingClientRect(): { readonly width: number; readonly height: number };
}
interface InPage {
  readonly document: PageElement;
  readonly Event: new (type: string, options: { bubbles: boolean }) => unknown;
}

/** What the page shows of its panels. */
async function seenPanels(page: Page) {
  return await page.evaluate(() => {
    const { document } = globalThis as unknown as InPage;
    return [...document.querySelectorAll("[data-lab-panel]")].flatMap(({ shadowRoot: root }) => {
      if (root === null) return [];
      const inputs = [...root.querySelectorAll("input")];
      return [{
        title: root.querySelector(".title").textContent,
        label: root.querySelector("svg").getAttribute("aria-label"),
        values: inputs.map(({ value }) => Number(value)),
        spoken: inputs.map((input) => input.getAttribute("aria-valuetext") ?? ""),
        named: inputs.every((input) =>
          root.querySelector(`label[for="${input.getAttribute("id")}"]`) !== null
        ),
      }];
    });
  });
}

/** Widths of the pictures that take up room on the page. */
async function pictures(page: Page): Promise<readonly number[]> {
  return await page.evaluate(() => {
    const { document } = globalThis as unknown as InPage;
    return [...document.querySelectorAll(".jp-OutputArea-output img")]
      .filter((picture) => picture.getBoundingClientRect().height > 100)
      .map(({ naturalWidth }) => naturalWidth);
  });
}

async function waitForPanels(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const { document } = globalThis as unknown as InPage;
      const alive = [...document.querySelectorAll("[data-lab-panel]")].filter(({ shadowRoot }) =>
        shadowRoot !== null
      );
      return alive.length >= wanted;
    },
    count,
    { timeout: 20_000 },
  );
}

/** Milliseconds from an input event to the new drawing with its layout, sorted. */
async function redrawTimes(page: Page, panel: number): Promise<readonly number[]> {
  return await page.evaluate((which) => {
    const { document, Event } = globalThis as unknown as InPage;
    const root = [...document.querySelectorAll("[data-lab-panel]")][which].shadowRoot!;
    const inputs = [...root.querySelectorAll("input")];
    const times: number[] = [];
    for (let step = 0; step < 400; step++) {
      const input = inputs[step % inputs.length];
      const low = Number(input.min), high = Number(input.max);
      input.value = String(low + (high - low) * ((step * 37) % 101) / 100);
      const start = performance.now();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      root.querySelector("svg").getBoundingClientRect();
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b);
  }, panel);
}

async function theme(server: JupyterServer, name: string): Promise<void> {
  await ask(server, "PUT", "/lab/api/settings/@jupyterlab/apputils-extension:themes", {
    raw: JSON.stringify({ theme: name }),
  });
}

Deno.test({
  name: "panels in JupyterLab: alive, reopened, untrusted, exported, by keyboard, light and dark",
  ignore: program === undefined,
  // The driver keeps timers and a socket of its own until the process ends.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async (t) => {
    await Deno.mkdir(lab.paths.out, { recursive: true });
    // Inside the clone, where a kernel finds deno.json, and not in a folder that JupyterLab hides.
    const folder = await Deno.makeTempDir({ dir: lab.paths.out, prefix: "panels-" });
    const inLab = (file: string) => file.slice(lab.paths.root.length + 1);
    const settings = await Deno.makeTempDir();
    const server = await startJupyter(lab, anyFreePort(), {
      env: { JUPYTERLAB_SETTINGS_DIR: settings, JUPYTERLAB_WORKSPACES_DIR: settings },
      log: join(lab.paths.state, "panels.log"),
    });
    const { browser, stop } = await startBrowser(program!);
    const context = await browser.newContext({ viewport: { width: 1280, height: 2_200 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    const shot = (name: string) =>
      page.screenshot({ path: join(lab.paths.out, `panels_${name}.png`) });
    try {
      const live = await notebookFile(folder, CELLS);
      await t.step("three panels are alive after Run All, each for itself", async () => {
        await openLesson(page, server, inLab(live));
        await runAll(page);
        await waitForPanels(page, 3);
        const panels = await seenPanels(page);
        equal(panels.length, 3);
        deepEqual(await pictures(page), [], "no still picture beside a live panel");
        for (const { title, label, named, spoken } of panels) {
          ok(title.length > 10 && title === label, title);
          ok(named && spoken.every((words) => words !== ""), "each slider has label and value");
        }
        await shot("light");
      });
      await t.step("arrow keys move a slider, and nothing but its own panel", async () => {
        const before = await seenPanels(page);
        await page.locator("[data-lab-panel] input").first().focus();
        for (let press = 0; press < 20; press++) await page.keyboard.press("ArrowUp");
        await page.keyboard.press("ArrowLeft");
        const after = await seenPanels(page);
        equal(after[0].values[0], before[0].values[0] + 19);
        notEqual(after[0].spoken[0], before[0].spoken[0]);
        deepEqual(after.slice(1), before.slice(1));
        await page.keyboard.press("Tab");
        await page.keyboard.press("End");
        equal((await seenPanels(page))[0].values[1], 100);
        await shot("moved");
      });
      await t.step("a step of a slider takes less than a frame", async () => {
        for (const [which, name] of ["pillar weights", "limits"].entries()) {
          const times = await redrawTimes(page, which);
          const at = (share: number) => times[Math.floor(share * times.length)].toFixed(1);
          console.log(`${name}: median ${at(0.5)} ms, p95 ${at(0.95)} ms from input to drawing`);
          // Promised are 16 ms; a machine that does other things as well may take longer.
          ok(times[Math.floor(0.95 * times.length)] < 50);
        }
      });
      await t.step("they live on after save and reopen", async () => {
        await page.keyboard.press("Escape");
        await page.click('.lm-MenuBar-item:has-text("File")');
        await page.click('.lm-Menu-item[data-command="docmanager:save"]');
        await page.waitForTimeout(1_500);
        const { size } = await Deno.stat(live);
        ok(size > 50_000 && size < 400_000, `${size} bytes`);
        await theme(server, "JupyterLab Dark");
        await openLesson(page, server, inLab(live));
        await waitForPanels(page, 3);
        await page.waitForTimeout(500);
        await shot("reopened_dark");
        const times = await redrawTimes(page, 1);
        ok(times[Math.floor(0.95 * times.length)] < 50);
      });
      await t.step("an untrusted copy shows a picture, and no script runs", async () => {
        // Another text has another signature, which nobody has given.
        const text = (await Deno.readTextFile(live)).replace("seed 7.", "seed 7. ");
        const copy = join(folder, "copy.ipynb");
        await Deno.writeTextFile(copy, text);
        await openLesson(page, server, inLab(copy));
        await page.waitForSelector(".jp-OutputArea-output img");
        await page.waitForTimeout(500);
        deepEqual(await seenPanels(page), []);
        deepEqual(await pictures(page), [700, 700, 700]);
        await shot("untrusted_dark");
      });
      await t.step("the list of lessons opens as a page with its links", async () => {
        await page.goto(server.url("notebooks/README.md").replace("?", "?reset&"));
        const link = page.locator(".jp-MarkdownViewer a", { hasText: "00 Quickstart" });
        await link.waitFor();
        await page.waitForTimeout(500);
        await shot("landing");
        await link.click();
        await page.waitForSelector(".jp-Notebook .jp-CodeCell");
      });
      await t.step("they are alive in an exported page, without a server", async () => {
        const html = join(folder, "page.html");
        const [ran] = await runNotebooks(lab, [{ path: live, html }]);
        deepEqual(ran.errors, []);
        await page.goto(`file://${html}`);
        await waitForPanels(page, 3);
        match((await seenPanels(page))[1].title, /gross/);
        await redrawTimes(page, 0);
        await shot("exported");
      });
      deepEqual(complaints, []);
    } finally {
      await stop();
      await server.stop();
      await Deno.remove(settings, { recursive: true });
      await Deno.remove(folder, { recursive: true });
    }
  },
});
