/** One call to a server on loopback in a process of its own, whose environment a test chooses. */
import { compatibleProvider } from "lab/providers";
import { ballotCall, KEY } from "./questions.ts";

if (import.meta.main) {
  const [baseUrl] = Deno.args;
  const { finish } = await compatibleProvider({ key: KEY, baseUrl }).call(ballotCall());
  console.log(finish);
}
