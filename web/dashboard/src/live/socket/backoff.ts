const DELAY_MIN_MS = 1_000;
const DELAY_MAX_MS = 30_000;

/**
 * Wait before reconnect number `attempt` (0 = first): uniformly random between one second and a
 * ceiling that doubles up to 30 s. The randomness over the whole range keeps the dashboards of a
 * restarted server from coming back all at once.
 * Source: "full jitter", AWS Architecture Blog, Exponential Backoff And Jitter (2015).
 * @param random in [0, 1)
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  const exponent = Math.min(Math.max(attempt, 0) + 1, 10);
  const ceilingMs = Math.min(DELAY_MAX_MS, DELAY_MIN_MS * 2 ** exponent);
  return Math.round(DELAY_MIN_MS + random * (ceilingMs - DELAY_MIN_MS));
}
