import { dumbbell, saveFigure, weightBars } from "lab/charts";
import { equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { inTheme } from "../../lib/charts/save_figure.ts";

const chart = weightBars([{ label: "Technology", weight: 0.25 }, {
  label: "Energy",
  weight: -0.25,
}], {
  cap: 0.3,
  source: "Source: simulated, seed 7.",
});

async function inFolder(act: (dir: string) => Promise<void>): Promise<void> {
  const dir = await Deno.makeTempDir();
  try {
    await act(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** Width and height from the header of a PNG (the IHDR chunk, big-endian). */
function sizeOf(bytes: Uint8Array): [number, number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

Deno.test("saveFigure() writes the chart's own SVG, and nothing else into the folder", async () => {
  await inFolder(async (dir) => {
    await saveFigure(chart, join(dir, "book.svg"));
    equal(await Deno.readTextFile(join(dir, "book.svg")), chart.svg());
    equal([...Deno.readDirSync(dir)].length, 1);
  });
});

Deno.test("saveFigure() writes a PNG of twice the chart's size, another one in the dark", async () => {
  await inFolder(async (dir) => {
    await saveFigure(chart, join(dir, "light.png"));
    await saveFigure(chart, join(dir, "dark.png"), { theme: "dark" });
    const light = await Deno.readFile(join(dir, "light.png"));
    const dark = await Deno.readFile(join(dir, "dark.png"));
    const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(chart.svg())!;
    const [w, h] = sizeOf(light);
    ok(Math.abs(w - 2 * Number(width)) <= 1 && Math.abs(h - 2 * Number(height)) <= 1);
    ok(light.some((byte, i) => byte !== dark[i]));
  });
});

Deno.test("saveFigure() refuses another ending and a scale of nothing", async () => {
  await rejects(saveFigure(chart, "book.jpg"), /ends in \.svg or \.png, got "book\.jpg"/);
  await rejects(saveFigure(chart, "book.png", { scale: 0 }), /scale must be a number above 0/);
});

Deno.test("a PNG has the colours of its theme, and leaves none to a page that it has not got", () => {
  const chart = dumbbell(
    [{ label: "Energy", before: 0.1, after: 0.3 }],
    { source: "Source: simulated, seed 7." },
  );
  for (const [theme, ground] of [["light", "#ffffff"], ["dark", "#161b22"]] as const) {
    const drawn = inTheme(chart.svg(), theme);
    equal(/var\(|currentColor/.test(drawn), false);
    // The hollow dot of the earlier value shows what is behind it.
    match(drawn, new RegExp(`fill="${ground}"[^>]*><circle|<circle[^>]*fill="${ground}"`));
  }
});
