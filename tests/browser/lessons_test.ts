/**
 * The lessons as a reader meets them: JupyterLab in a browser, Run All, every cell and figure there,
 * no error, in the light and in the dark theme. The pictures stand in out/ for a look by eye. The
 * soak runs each of them three times in both themes.
 */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { ensureLab } from "../../lib/cli/setup/ensure_lab.ts";
import { findBrowser } from "../../lib/cli/setup/find_browser.ts";
import { lessons } from "../../lib/cli/setup/lessons.ts";
import { type JupyterServer, startJupyter } from "../../lib/cli/setup/jupyter_server.ts";
import { anyFreePort } from "../../lib/cli/setup/ports.ts";
import { ask } from "../kernel/kernel_channel.ts";
import { drawn, openLesson, runAll, seenLesson, toTop } from "./lesson_page.ts";
import { SOAK } from "../soak.ts";
import { startBrowser } from "./start_browser.ts";

const THEMES = { light: "JupyterLab Light", dark: "JupyterLab Dark" };
const lab = await ensureLab();
const all = (await lessons(lab.paths.root)).filter(({ name }) => /^\d/.test(name));
const program = findBrowser(Deno.env.toObject());

/** Complaints of the page itself: JupyterLab's own about what is not there to fetch are left out. */
const NOT_OURS = /favicon|Failed to load resource|ERR_INTERNET_DISCONNECTED|ResizeObserver loop/;

async function set(server: JupyterServer, plugin: string, settings: unknown): Promise<void> {
  await ask(server, "PUT", `/lab/api/settings/@jupyterlab/${plugin}`, {
    raw: JSON.stringify(settings),
  });
}

interface SavedCell {
  readonly cell_type: string;
  readonly metadata: { readonly jupyter?: { readonly source_hidden?: boolean } };
}

/** Both themes for the first lesson and in the soak; one of them for each other lesson. */
function themesOf(index: number): readonly (keyof typeof THEMES)[] {
  if (SOAK) return [1, 2, 3].flatMap(() => ["light", "dark"] as const);
  return index === 0 ? ["light", "dark"] : [index % 2 === 0 ? "light" : "dark"];
}

for (const [index, { name: lesson, path }] of all.entries()) {
  Deno.test({
    name: `${lesson} in JupyterLab: Run All shows every figure and no error`,
    ignore: program === undefined,
    // The driver keeps timers and a socket of its own until the process ends.
    sanitizeOps: false,
    sanitizeResources: false,
    fn: async () => {
      await Deno.mkdir(lab.paths.out, { recursive: true });
      const settings = await Deno.makeTempDir();
      const saved = await Deno.readTextFile(path);
      const { cells }: { cells: SavedCell[] } = JSON.parse(saved);
      // A folded cell has no prompt whose number could be read.
      const codeCells = cells.filter(({ cell_type, metadata }) =>
        cell_type === "code" && metadata.jupyter?.source_hidden !== true
      ).length;
      const server = await startJupyter(lab, anyFreePort(), {
        // A folder of its own, so that the reader's theme, open files and count of trials are left alone.
        env: {
          JUPYTERLAB_SETTINGS_DIR: settings,
          JUPYTERLAB_WORKSPACES_DIR: settings,
          LAB_TRIALS: settings,
        },
        log: join(lab.paths.state, "browser.log"),
      });
      const { browser, stop } = await startBrowser(program!);
      try {
        await set(server, "docmanager-extension:plugin", { autosave: false });
        for (const name of themesOf(index)) {
          await set(server, "apputils-extension:themes", { theme: THEMES[name] });
          const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } }))
            .newPage();
          const complaints: string[] = [];
          page.on("pageerror", (error) =>
            complaints.push(String(error)));
          page.on("console", (message) => {
            if (message.type() === "error" && !NOT_OURS.test(message.text())) {
              complaints.push(message.text());
            }
          });
          await openLesson(page, server, `notebooks/${lesson}.ipynb`);
          await runAll(page).catch(async (error) => {
            await page.screenshot({ path: join(lab.paths.out, `${lesson}_${name}_failed.png`) });
            throw error;
          });
          // Tall enough for the whole lesson: JupyterLab draws only the cells in view.
          const { height } = await seenLesson(page);
          await toTop(page);
          await page.screenshot({ path: join(lab.paths.out, `${lesson}_${name}_first.png`) });
          await page.setViewportSize({ width: 1280, height: Math.min(height + 400, 16_000) });
          await toTop(page);
          await drawn(page, codeCells);
          await page.waitForTimeout(500);
          const seen = await seenLesson(page);
          await page.screenshot({ path: join(lab.paths.out, `${lesson}_${name}.png`) });
          deepEqual(seen.errors, []);
          ok(seen.figures >= 5, `${seen.figures} figures`);
          equal(seen.ran, codeCells, `${seen.ran} of ${codeCells} code cells ran`);
          match(seen.kernel, /Deno/);
          deepEqual(complaints, []);
          equal(seen.isLight, name === "light");
          await page.context().close();
          for (const { id } of await ask(server, "GET", "/api/sessions")) {
            await ask(server, "DELETE", `/api/sessions/${id}`);
          }
        }
      } finally {
        await stop();
        await server.stop();
        await Deno.remove(settings, { recursive: true });
      }
      equal(await Deno.readTextFile(path), saved, "the lesson stays as saved");
    },
  });
}
