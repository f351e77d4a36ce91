/** Above this difference one of the clocks was set, so the old estimate is worthless. */
const CLOCK_JUMP_MS = 2_000;

/**
 * Estimate of server clock minus local clock. A message's time is always late by its way through
 * the network, so the largest offset seen is the best one; keeping it also stops the displayed
 * times from jittering with every message.
 */
export function nextClockOffset(
  previousMs: number | null,
  serverTimeMs: number | null,
  localNowMs: number,
): number | null {
  if (serverTimeMs === null) return previousMs;
  const measuredMs = serverTimeMs - localNowMs;
  if (previousMs === null || Math.abs(measuredMs - previousMs) > CLOCK_JUMP_MS) return measuredMs;
  return Math.max(previousMs, measuredMs);
}
