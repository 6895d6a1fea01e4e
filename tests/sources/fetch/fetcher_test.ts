import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { ADDRESSES, openFetcher, openRawStore, SourceError } from "lab/sources";
import { day } from "lab/units";
import { answer, type Answers, fakeClock, served } from "../shapes_server.ts";

const START = "2024-03-15T22:00:00Z";
const ON = day("2024-03-15");
const BILLS = ADDRESSES.treasuryBills(2024), FACTS = ADDRESSES.secCompanyFacts(320193);
const CONTACT = "Jane Doe jane@example.org";

type Served = Awaited<ReturnType<typeof fetcher>>;

function fetcher(folder: string, mirror: string, contact?: string) {
  const clock = fakeClock(START);
  const made = openFetcher({ store: openRawStore(folder, ON), mirror, contact, ...clock });
  return { ...made, ...clock };
}

/** Runs something with a fetcher of a server. */
async function asking(
  answers: Answers,
  act: (at: Served & { readonly requests: string[]; readonly folder: string }) => Promise<void>,
  contact?: string,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await served(
      answers,
      ({ mirror, asked: requests }) =>
        act({ ...fetcher(folder, mirror, contact), requests, folder }),
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Answers one after the other; the last one stays. */
function inTurn(...answers: readonly (() => Response)[]) {
  let next = 0;
  return () => answers[Math.min(next++, answers.length - 1)]();
}

const isSource = (fault: SourceError["fault"], says: RegExp) => (error: Error) => {
  ok(error instanceof SourceError);
  equal(error.fault, fault);
  match(error.message, says);
  return true;
};

Deno.test("get() waits as long as a server asks, and takes the answer that comes then", async () => {
  const busy = () => answer("<html>429</html>", 429, { "retry-after": "7" });
  await asking({ [".csv/2024"]: inTurn(busy, () => answer("Date,x\n")) }, async (at) => {
    equal(new TextDecoder().decode((await at.get(BILLS)).bytes), "Date,x\n");
    ok(at.waits.includes(7000), String(at.waits));
    equal(at.requests.length, 2);
  });
});

Deno.test("get() gives up where a server asks for more than its patience, and asks that host no more", async () => {
  await asking(
    { [".csv/"]: () => answer("", 429, { "retry-after": "3600" }) },
    async ({ get, requests }) => {
      await rejects(
        get(BILLS),
        isSource("refused", /the Treasury was asked too often.*60 minutes/),
      );
      await rejects(get(ADDRESSES.treasuryBills(2023)), isSource("refused", /60 minutes/));
      equal(requests.length, 1);
    },
  );
});

Deno.test("get() takes no page and no words for data, though the status says that all is well", async () => {
  const page = () => answer("\uFEFF <!doctype HTML><head><title> Access\nDenied </title>");
  await asking({ [".csv/"]: page }, async ({ get, requests, waits }) => {
    await rejects(get(BILLS), isSource("refused", /sent a web page \("Access Denied"\)/));
    equal(requests.length, 4);
    deepEqual(waits.filter((ms) => ms >= 1000), [1000, 2000, 4000]);
  });
  await asking({ [".csv/"]: () => answer("Too Many Requests\r\n") }, async ({ get }) => {
    await rejects(get(BILLS), isSource("refused", /answered "Too Many Requests"/));
  });
  await asking({ [".csv/"]: () => answer("") }, async ({ get }) => {
    await rejects(get(BILLS), isSource("refused", /empty answer/));
  });
  await asking({ "companyfacts": () => answer("Undeclared tool") }, async ({ get }) => {
    const accept = "application/json";
    await rejects(get(FACTS, { accept }), isSource("refused", /no JSON but "Undeclared tool"/));
  }, CONTACT);
  await asking({ ".zip": () => answer("not a zip") }, async ({ get }) => {
    const accept = "application/zip";
    await rejects(
      get(ADDRESSES.frenchFactors(), { accept }),
      isSource("refused", /no packed file but "not a zip"/),
    );
  });
});

Deno.test("get() asks again for a body that broke off, and keeps nothing of it", async () => {
  const broken = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode("Date,"));
          setTimeout(() => controller.error(new Error("gone")), 5);
        },
      }),
    );
  await asking({ ".csv/": inTurn(broken, () => answer("Date,x\n")) }, async ({ get, requests }) => {
    equal(new TextDecoder().decode((await get(BILLS)).bytes), "Date,x\n");
    equal(requests.length, 2);
  });
});

Deno.test("get() says that a file is missing, with the status, and asks once", async () => {
  await asking(
    { companyfacts: () => answer("<html>no</html>", 404) },
    async ({ get, requests }) => {
      await rejects(get(FACTS), (error: SourceError) => {
        equal(error.status, 404);
        return isSource("missing", /the SEC has no such file/)(error);
      });
      equal(requests.length, 1);
    },
    CONTACT,
  );
});

Deno.test("the SEC is told name and e-mail and is not asked without; nobody else is told", async () => {
  const agents: string[] = [];
  const folder = await Deno.makeTempDir(), clock = fakeClock(START);
  const open = (contact?: string) =>
    openFetcher({
      store: openRawStore(folder, ON),
      contact,
      ...clock,
      fetch: (_address, init) => {
        agents.push(new Headers((init as { headers?: HeadersInit }).headers).get("user-agent")!);
        return Promise.resolve(new Response("{}"));
      },
    });
  await rejects(open().get(FACTS), isSource("refused", /--contact "Jane Doe .*LAB_CONTACT/));
  equal(agents.length, 0);
  await open(CONTACT).get(FACTS);
  await open(CONTACT).get(BILLS);
  deepEqual(agents, [`sector-committee-lab ${CONTACT}`, "sector-committee-lab"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the SEC's two refusals are told apart", async () => {
  await asking(
    { companyfacts: () => answer("Request Rate Threshold Exceeded", 403) },
    async (at) => {
      await rejects(at.get(FACTS), isSource("refused", /asked too often.*ten quiet minutes/));
      // It blocks longer the more it is asked.
      await rejects(at.get(ADDRESSES.secTickers()), /ten quiet minutes/);
      equal(at.requests.length, 1);
    },
    CONTACT,
  );
  await asking({ companyfacts: () => answer("Forbidden", 403) }, async ({ get }) => {
    await rejects(get(FACTS), isSource("refused", /a real name and e-mail/));
  }, CONTACT);
});

Deno.test("requests to all of a publisher's hosts keep one limit, also side by side", async () => {
  const sent: number[] = [], clock = fakeClock(START), folder = await Deno.makeTempDir();
  // Waiting side by side must not add up: each wait ends at its own moment.
  const until: number[] = [];
  const { get } = openFetcher({
    store: openRawStore(folder, ON),
    contact: CONTACT,
    now: clock.now,
    pause: (ms) => {
      until.push(clock.now() + ms);
      return Promise.resolve();
    },
    fetch: () => {
      sent.push(1);
      return Promise.resolve(new Response("{}"));
    },
  });
  const addresses = Array.from({ length: 8 }, (_, i) => ADDRESSES.secCompanyFacts(i + 1));
  await Promise.all([...addresses, ADDRESSES.secTickers()].map((address) => get(address)));
  const start = Date.parse(START);
  deepEqual(until.map((at) => at - start), [125, 250, 375, 500, 625, 750, 875, 1000]);
  equal(sent.length, 9);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("get() finds what it has of this day, of no other, and nothing damaged", async () => {
  await asking({ ".csv/": () => answer("Date,x\n") }, async ({ get, requests, folder }) => {
    const first = await get(BILLS);
    deepEqual(await get(BILLS), first);
    equal(requests.length, 1);
    const body = `${folder}/bodies/${first.sha256}.gz`, packed = await Deno.readFile(body);
    await Deno.writeFile(body, packed.subarray(0, packed.length - 9));
    deepEqual((await get(BILLS)).bytes, first.bytes);
    equal(requests.length, 2);
    deepEqual((await get(BILLS)).bytes, first.bytes);
    equal(requests.length, 2);
    const other = new Blob(["Date,y\n"]).stream().pipeThrough(new CompressionStream("gzip"));
    await Deno.writeFile(body, new Uint8Array(await new Response(other).arrayBuffer()));
    deepEqual((await get(BILLS)).bytes, first.bytes);
    equal(requests.length, 3);
  });
});

Deno.test("where nothing can be reached, each host is tried twice and then no more", async () => {
  const folder = await Deno.makeTempDir(), clock = fakeClock(START);
  const { get, asked } = openFetcher({
    store: openRawStore(folder, ON),
    ...clock,
    fetch: () => Promise.reject(new TypeError("error sending request for url")),
  });
  await rejects(get(BILLS), isSource("offline", /the Treasury cannot be reached/));
  await rejects(get(ADDRESSES.treasuryBills(2023)), isSource("offline", /cannot be reached/));
  equal(asked(), 2);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a client's fetch gets its page and its redirection, and no refusal as an answer", async () => {
  await asking({
    "/quote/AAPL": () => answer("<html></html>", 302, { location: "https://guce.yahoo.com/x" }),
    "/getcrumb": () => answer("Too Many Requests"),
  }, async ({ fetch }) => {
    const page = { headers: { accept: "text/html,application/xml" } };
    const { status } = await fetch("https://finance.yahoo.com/quote/AAPL", {
      ...page,
      redirect: "manual",
    });
    equal(status, 302);
    // Else the words would become the crumb, and every later answer would be refused.
    await rejects(
      fetch("https://query1.finance.yahoo.com/v1/test/getcrumb"),
      isSource("refused", /answered "Too Many Requests"/),
    );
  });
});
