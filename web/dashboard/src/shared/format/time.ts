const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const dayAndClock = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function formatTime(epochMs: number): string {
  return clock.format(epochMs);
}

export function formatDateTime(epochMs: number): string {
  return dayAndClock.format(epochMs);
}

/**
 * Stored times are UTC text `YYYY-MM-DD HH:MM:SS` without a zone, which `Date.parse` would read as
 * local time.
 */
export function parseStoredTime(value: string): number | null {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value)) return null;
  const epochMs = Date.parse(`${value.replace(' ', 'T')}Z`);
  return Number.isNaN(epochMs) ? null : epochMs;
}
