/** The lab as a reader starts it: it opens, writes nothing outside the clone, and stops cleanly. */
import { deepEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { PortTakenError, startJupyter } from "../../lib/cli/setup/jupyter_server.ts";
import { anyFreePort } from "../../lib/cli/setup/ports.ts";
import { descendants, ended, isKernel, lab, LabProcess } from "./lab_process.ts";

const onLinux = Deno.build.os === "linux";

/** Every file under a folder. */
function files(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry) =>
    entry.isDirectory ? files(join(folder, entry.name)) : [join(folder, entry.name)]
  );
}

async function startKernel(url: string): Promise<void> {
  const { origin, searchParams } = new URL(url);
  const response = await fetch(`${origin}/api/kernels`, {
    method: "POST",
    headers: { authorization: `token ${searchParams.get("token")}` },
    body: JSON.stringify({ name: "deno" }),
  });
  equal(response.status, 201, await response.text());
}

Deno.test("the lab opens in under 10 s and leaves an empty home folder empty", async () => {
  const home = await Deno.makeTempDir();
  const start = performance.now();
  const lab = new LabProcess(["--no-browser", "--port", String(anyFreePort())], {
    HOME: home,
    USERPROFILE: home,
    APPDATA: home,
    LOCALAPPDATA: home,
  });
  try {
    const url = await lab.url();
    ok(performance.now() - start < 10_000, `${performance.now() - start} ms`);
    match(url, /\/lab\/tree\/notebooks\/README\.md\?token=\w+$/);
    const page = await fetch(url);
    equal(page.status, 200);
    match(await page.text(), /JupyterLab/);
    await startKernel(url);
  } finally {
    lab.child.kill("SIGINT");
    await lab.end();
  }
  deepEqual(files(home), []);
  await Deno.remove(home, { recursive: true });
});

Deno.test({
  name: "Ctrl-C stops the lab with code 0 and leaves no server and no kernel",
  ignore: !onLinux,
  fn: async () => {
    const lab = new LabProcess(["--no-browser", "--port", String(anyFreePort())]);
    await startKernel(await lab.url());
    const started = descendants(lab.child.pid);
    ok(started.length >= 2, "a server and a kernel");
    lab.child.kill("SIGINT");
    equal(await lab.end(), 0, lab.text);
    deepEqual(await ended(started, 2_000), []);
    match(lab.text, /stopped\.\n$/);
  },
});

Deno.test({
  name: "Ctrl-C in a terminal, which reaches the server as well, stops the lab with code 0",
  ignore: !onLinux,
  fn: async () => {
    const lab = new LabProcess(["--no-browser", "--port", String(anyFreePort())]);
    await startKernel(await lab.url());
    const started = descendants(lab.child.pid);
    for (const pid of [lab.child.pid, started[0]]) Deno.kill(pid, "SIGINT");
    equal(await lab.end(), 0, lab.text);
    deepEqual(await ended(started, 5_000), []);
  },
});

Deno.test({
  name: "a lab that is killed takes its server and kernels with it",
  ignore: !onLinux,
  fn: async () => {
    const lab = new LabProcess(["--no-browser", "--port", String(anyFreePort())]);
    await startKernel(await lab.url());
    const started = descendants(lab.child.pid);
    lab.child.kill("SIGKILL");
    await lab.end();
    deepEqual(await ended(started), []);
  },
});

Deno.test("two labs that start at once both open, each at a server of its own", async () => {
  const labs = [new LabProcess(["--no-browser"]), new LabProcess(["--no-browser"])];
  try {
    const urls = await Promise.all(labs.map((lab) => lab.url()));
    for (const url of urls) {
      const { origin, searchParams } = new URL(url);
      const headers = { authorization: `token ${searchParams.get("token")}` };
      const answer = await fetch(`${origin}/api/status`, { headers });
      equal(answer.status, 200, await answer.text());
    }
    notEqual(new URL(urls[0]).port, new URL(urls[1]).port);
  } finally {
    for (const { child } of labs) child.kill("SIGINT");
    deepEqual(await Promise.all(labs.map((lab) => lab.end())), [0, 0]);
  }
});

Deno.test("a server of somebody else's is not taken for the own one", async () => {
  const other = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => Response.json({ version: "2.0" }),
  );
  try {
    await rejects(startJupyter(lab, other.addr.port), PortTakenError);
  } finally {
    await other.shutdown();
  }
});

Deno.test({
  name: "a check that is interrupted leaves no process, and no file outside the clone",
  ignore: !onLinux,
  fn: async () => {
    const outside = await Deno.makeTempDir();
    const check = new LabProcess(["--check"], { TMPDIR: outside });
    const kernels = () => descendants(check.child.pid).filter((pid) => isKernel(pid));
    while (kernels().length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    const started = descendants(check.child.pid);
    check.child.kill("SIGINT");
    equal(await check.end(), 130, check.text);
    deepEqual(await ended(started), []);
    deepEqual(files(outside), []);
    deepEqual(
      [...Deno.readDirSync(lab.paths.state)].filter(({ name }) => /^trials-/.test(name)),
      [],
    );
    await Deno.remove(outside, { recursive: true });
  },
});

Deno.test("a port in use is named with the process that holds it", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const second = new LabProcess(["--no-browser", "--port", String(port)]);
  equal(await second.end(), 1);
  match(second.text, new RegExp(`Cannot open the lab on port ${port}: .*uses it\\. Stop `));
  if (onLinux) match(second.text, new RegExp(`\\(process ${Deno.pid}\\).*kill ${Deno.pid}\\b`));
  listener.close();
});
