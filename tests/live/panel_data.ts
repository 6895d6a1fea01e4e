/** The data that travels to the browser, as the browser reads them. */
export function dataOf<Data>(html: string): Data {
  const [, json] = /data-lab-data='([^']*)'/.exec(html) ?? [];
  return JSON.parse(
    json.replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&amp;", "&"),
  );
}
