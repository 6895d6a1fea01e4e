import { deepEqual, equal } from "node:assert/strict";
import { join } from "node:path";
import { figureCount, lessons } from "../../../lib/cli/setup/lessons.ts";

Deno.test("figureCount() counts charts and pictures, not tables", () => {
  const html = (text: string) => [{ output_type: "display_data", data: { "text/html": text } }];
  equal(figureCount([html("<figure><svg></svg></figure>")]), 1);
  equal(figureCount([html("<div><figure></figure><figure></figure></div>")]), 2);
  equal(figureCount([html("<div><svg></svg></div>")]), 1);
  equal(figureCount([html("<table></table>"), []]), 0);
  equal(figureCount([[{ output_type: "display_data", data: { "image/png": "…" } }]]), 1);
});

Deno.test("lessons() lists notebooks, then scripts, by name", async () => {
  const root = await Deno.makeTempDir();
  deepEqual(await lessons(root), []);
  await Deno.mkdir(join(root, "notebooks", "examples"), { recursive: true });
  for (const name of ["01_b.ipynb", "00_a.ipynb", "notes.md", "examples/quickstart.ts"]) {
    await Deno.writeTextFile(join(root, "notebooks", name), "");
  }
  deepEqual((await lessons(root)).map(({ name, kind }) => [name, kind]), [
    ["00_a", "notebook"],
    ["01_b", "notebook"],
    ["quickstart", "script"],
  ]);
  await Deno.remove(root, { recursive: true });
});
