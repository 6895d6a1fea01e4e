/** Words that name one day: with a year, and a month in letters or behind the year. */
const NAMES_A_DAY =
  /^\d{4}[-/]\d{1,2}[-/]\d{1,2}|^(?:[a-z]+,? )?(?:[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2}\.? [a-z]{3,9}\.?,? \d{4})\b/i;

/**
 * The day of a publication, in whatever words a provider gives it; absent where they name none, or one
 * after the page was found.
 */
export function publicationDay(text: string | undefined, foundOn: string): string | undefined {
  if (text === undefined || !NAMES_A_DAY.test(text)) return undefined;
  const [iso] = /^\d{4}-\d{2}-\d{2}/.exec(text) ?? [];
  const ms = Date.parse(iso ?? (/\d:\d|Z$|GMT|UTC/.test(text) ? text : `${text} UTC`));
  if (Number.isNaN(ms)) return undefined;
  const day = new Date(ms).toISOString().slice(0, 10);
  return /^\d{4}-/.test(day) && (iso === undefined || iso === day) && day <= foundOn
    ? day
    : undefined;
}
