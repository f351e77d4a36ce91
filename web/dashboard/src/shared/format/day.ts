const DAY_MS = 86_400_000;
const short = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const full = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** UTC day `YYYY-MM-DD` of an instant. */
export function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

export function isDay(value: string): boolean {
  const epochMs = Date.parse(`${value}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(epochMs) && dayOf(epochMs) === value;
}

/** `22 Nov` */
export function formatDay(day: string): string {
  return isDay(day) ? short.format(Date.parse(day)) : day;
}

/** `Sun, 22 Nov 2026` */
export function formatFullDay(day: string): string {
  return isDay(day) ? full.format(Date.parse(day)) : day;
}

/** The last `count` UTC days, the oldest first, up to today or a later day that the server knows. */
export function lastDays(count: number, nowMs: number, known: readonly string[]): string[] {
  const newest = [dayOf(nowMs), ...known.filter(isDay)].reduce((a, b) => (a > b ? a : b));
  const lastMs = Date.parse(newest);
  return Array.from({ length: count }, (_, i) => dayOf(lastMs - (count - 1 - i) * DAY_MS));
}
