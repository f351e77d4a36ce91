/** The change from before to now in percent, null where it says nothing. */
export function changePercent(now: number | null, before: number | null): number | null {
  if (now === null || before === null || before === 0) return null;
  return Math.round((100 * (now - before)) / before);
}

export function formatChange(percent: number): string {
  if (percent === 0) return '±0 %';
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`;
}
