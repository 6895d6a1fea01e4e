import { match } from "node:assert/strict";
import { labPaths } from "../../../lib/cli/setup/paths.ts";

Deno.test("labPaths() knows the venv's folders of Windows and of the others", () => {
  match(labPaths("C:\\lab", "windows").python, /Scripts.python\.exe$/);
  match(labPaths("C:\\lab", "windows").deno, /Scripts.deno\.exe$/);
  match(labPaths("/lab", "darwin").python, /bin.python$/);
});
