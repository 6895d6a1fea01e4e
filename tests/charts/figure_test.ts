import { bp, DISPLAY, dollars, figure, number, percent, points } from "lab/charts";
import * as Plot from "@observablehq/plot";
import { equal, match, notEqual, ok, throws } from "node:assert/strict";

const source = "Source: simulated, seed 7.";
const title = "One bar is longer than the other";
const marks = [Plot.barX([{ name: "a", x: 1 / 3 }], { x: "x", y: "name" })];

Deno.test("figure() refuses to draw without a source line", () => {
  for (const wrong of ["", "simulated", "Source: a friend", undefined]) {
    throws(() => figure({ title, source: wrong as string, marks }), {
      name: "TypeError",
      message: /^Cannot draw a figure: need a source line/,
    });
  }
});

Deno.test("figure() refuses to draw without a title or without marks", () => {
  throws(() => figure({ title: " ", source, marks }), /need a title that states the finding/);
  throws(() => figure({ title, source, marks: [] }), /need a list of marks/);
});

Deno.test("figure() shows itself as HTML and, where that cannot be shown, as text", () => {
  const bundle = figure({ title, subtitle: "x, in shares", source, caption: "Note.", marks })
    [DISPLAY]();
  equal(bundle["text/plain"], `${title}\nx, in shares\nNote. ${source}`);
  match(bundle["text/html"], /^<figure .*role="img" aria-label="One bar is longer.*<\/figure>$/s);
  match(bundle["text/html"], /font-size="13"/);
});

Deno.test("figure() writes coordinates to a hundredth of a pixel", () => {
  const svg = figure({ title, source, marks }).svg();
  equal(/(?:x|y|width|height|transform|d)="[^"]*\d\.\d{3,}/.test(svg), false);
});

Deno.test("figure() escapes what it writes into markup", () => {
  const html = figure({ title: 'a < b & "c"', source, caption: "<script>", marks }).html();
  match(html, /a &lt; b &amp; &quot;c&quot;/);
  equal(html.includes("<script>"), false);
});

Deno.test("figure() names clips and patterns after the chart, not after the process", () => {
  const draw = (x: number) =>
    figure({
      title,
      source,
      marks: [
        Plot.barX([{ name: "a", x }], { x: "x", y: "name", clip: true }),
        Plot.waffleX([{ name: "a", x: 7 }], { x: "x", y: "name" }),
      ],
    }).html();
  const ids = (html: string) => [...html.matchAll(/\sid="([^"]+)"/g)].map((found) => found[1]);
  equal(draw(1), draw(1), "a second drawing counts from one again");
  const first = new Set(ids(draw(1)));
  for (const id of ids(draw(2))) equal(first.has(id), false, `${id} stands in both charts`);
  // Every reference leads to an id of the same chart.
  const html = draw(1);
  const references = [...html.matchAll(/url\(#([^)]+)\)/g)].map((found) => found[1]);
  notEqual(references.length, 0);
  for (const id of references) equal(ids(html).includes(id), true, `${id} leads nowhere`);
});

Deno.test("numbers that round to nothing carry no sign", () => {
  equal(percent(-0.0001, { signed: true }), "0.0 %");
  equal(number(-0, { signed: true }), "0.00");
  equal(bp(0.01, { signed: true }), "0.0 bp");
  equal(dollars(-0.2), "$0");
});

Deno.test("what is missing shows as a dash, never as zero", () => {
  for (const format of [percent, number, bp, dollars, points]) {
    equal(format(undefined), "–");
    equal(format(NaN), "–");
  }
});

/** What JupyterLab's sanitizer leaves of an output that is not trusted: no style sheet, no drawing. */
function untrusted(html: string): string {
  return html.replace(/<style>[\s\S]*?<\/style>/g, "").replace(
    /<\/?(svg|g|path|rect|line)[^>]*>/g,
    "",
  );
}

Deno.test("figure() shows a picture where a notebook is not trusted, and hides the loose text", () => {
  const chart = figure({ title, source, marks });
  const left = untrusted(chart.html());
  match(left, /<div class="lab-live" hidden="hidden">/);
  const [, encoded] = /<img class="lab-still"[^>]*src="data:image\/svg\+xml;base64,([^"]+)"/.exec(
    left,
  )!;
  const picture = new TextDecoder().decode(
    Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0)),
  );
  match(picture, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" role="img" aria-label="One bar/);
  // Trusted, the rule turns the two around, for this chart alone.
  match(chart.html(), new RegExp(`<style>\\.${chart.id}>\\.lab-live\\{display:block\\}`));
});

Deno.test("svg() keeps a percent sign on the line of its figure", () => {
  const marks = [Plot.barX([{ share: 0.3, name: "XLK" }], { x: "share", y: "name" })];
  for (let extra = 0; extra < 40; extra++) {
    const title = `The book is ${
      "x".repeat(extra)
    } long and short in sectors, with a hedge of 29.2 %`;
    const said = figure({ title, source: "Source: simulated, seed 7.", marks }).svg();
    ok(!/<text[^>]*>%/.test(said), title);
  }
});
