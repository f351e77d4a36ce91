/**
 * Exponential backoff with jitter over the whole interval, so that the browsers of a site do not
 * come back together after a restart of the server.
 * @param failures failures in a row, from 1
 * @param capMs    longest delay in ms
 * @param random   uniform in [0, 1)
 * @returns delay in ms, between 1,000 and `capMs`
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export const backoffMs = (failures: number, capMs: number, random = Math.random()): number =>
  1000 + random * (Math.min(capMs, 1000 * 2 ** failures) - 1000);
