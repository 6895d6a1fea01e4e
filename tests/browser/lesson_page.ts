import type { Page } from "playwright-core";
import type { JupyterServer } from "../../lib/cli/setup/jupyter_server.ts";

/** What a reader sees of a lesson after Run All. */
export interface SeenLesson {
  readonly cells: number;
  /** Code cells that were run: their prompt holds a number. */
  readonly ran: number;
  readonly errors: readonly string[];
  /** Charts that take up room on the page. */
  readonly figures: number;
  readonly kernel: string;
  /** Height of the whole lesson, in pixels. */
  readonly height: number;
  /** Whether the theme is a light one. */
  readonly isLight: boolean;
}

/** The little of a page that is read here; Deno's own types know no document. */
interface InPage {
  readonly document: {
    readonly body: { readonly dataset: Readonly<Record<string, string>> };
    querySelectorAll(selector: string): Iterable<PageElement>;
  };
}

interface PageElement {
  readonly textContent: string | null;
  readonly parentElement: PageElement | null;
  readonly scrollHeight: number;
  scrollTop: number;
  closest(selector: string): PageElement | null;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { readonly width: number; readonly height: number };
}

/** Opens a file in JupyterLab and waits until its kernel is there. */
export async function openLesson(page: Page, server: JupyterServer, file: string): Promise<void> {
  // `reset` forgets what an earlier page left open.
  await page.goto(server.url(file).replace("?", "?reset&"));
  await page.waitForSelector(".jp-Notebook .jp-CodeCell", { timeout: 60_000 });
  // The notebook's own indicator says idle before there is a kernel, and cells that are run then
  // are dropped.
  await page.waitForFunction(
    () => {
      const { document } = globalThis as unknown as InPage;
      const [bar] = document.querySelectorAll("#jp-main-statusbar");
      return /Deno \| Idle/.test(bar?.textContent ?? "");
    },
    undefined,
    { timeout: 60_000 },
  );
}

/** Runs all cells, as the menu does it, and waits for the last one. */
export async function runAll(page: Page): Promise<void> {
  await page.click('.lm-MenuBar-item:has-text("Run")');
  await page.click('.lm-Menu-item[data-command="runmenu:run-all"]');
  await page.waitForFunction(
    () => {
      const { document } = globalThis as unknown as InPage;
      const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
        .map((prompt) => prompt.textContent ?? "");
      const waiting = prompts.some((prompt) => prompt.includes("*"));
      const [indicator] = document.querySelectorAll(".jp-Notebook-ExecutionIndicator");
      const idle = indicator?.getAttribute("data-status") === "idle";
      return !waiting && idle && prompts.some((prompt) => /\d/.test(prompt));
    },
    undefined,
    { timeout: 60_000 },
  );
}

/** Waits until as many cells that ran are drawn; those who look afterwards say what is missing. */
export async function drawn(page: Page, cells: number): Promise<void> {
  await page.waitForFunction(
    (count) => {
      const { document } = globalThis as unknown as InPage;
      const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")];
      return prompts.filter(({ textContent }) => /\d/.test(textContent ?? "")).length >= count;
    },
    cells,
    { timeout: 20_000 },
  ).catch(() => {});
}

/** Goes back to the top: Run All leaves the last cell in view. */
export async function toTop(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { document } = globalThis as unknown as InPage;
    for (const panel of document.querySelectorAll(".jp-WindowedPanel-outer")) panel.scrollTop = 0;
  });
}

/** Reads what the page shows. */
export async function seenLesson(page: Page): Promise<SeenLesson> {
  return await page.evaluate(() => {
    const { document } = globalThis as unknown as InPage;
    const all = (selector: string) => [...document.querySelectorAll(selector)];
    const shown = (element: PageElement) => element.textContent?.trim() ?? "";
    const drawn = all(".jp-OutputArea-output figure, .jp-OutputArea-output svg").filter(
      (element) => {
        const { width, height } = element.getBoundingClientRect();
        const inside = element.parentElement?.closest("figure, svg");
        return !inside && width > 100 && height > 40;
      },
    );
    return {
      cells: all(".jp-CodeCell").filter((cell) => shown(cell) !== "").length,
      ran: all(".jp-CodeCell .jp-InputPrompt").filter((e) => /\d/.test(shown(e))).length,
      errors: all('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]').map(
        shown,
      ),
      figures: drawn.length,
      kernel: all(".jp-KernelName, .jp-Toolbar-kernelName").map(shown)[0] ?? "",
      height: all(".jp-WindowedPanel-inner, .jp-Notebook")[0]?.scrollHeight ?? 0,
      isLight: document.body.dataset.jpThemeLight === "true",
    };
  });
}
