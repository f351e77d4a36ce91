/**
 * Time-ordered id, so that the server's unique index grows at its end. `crypto.randomUUID` would be
 * random only, and exists only on secure pages.
 * @param bytes 10 random bytes; 72 of their bits are used
 * Source: RFC 9562 section 5.7.
 */
export const uuidV7 = (
  nowMs = Date.now(),
  bytes = crypto.getRandomValues(new Uint8Array(10)),
): string => {
  let hex = nowMs.toString(16).padStart(12, '0');
  bytes.forEach((byte) => (hex += (byte + 256).toString(16).slice(1)));
  return hex.replace(/(.{8})(.{4}).(...).(...)(.*)/, '$1-$2-7$3-8$4-$5');
};

/**
 * `visitor_<ms>_<9 base-36 characters>`: the form that the original script stored.
 * @param uuid its last 12 digits are 48 random bits, a little more than 9 base-36 characters
 */
export const newVisitorId = (nowMs = Date.now(), uuid = uuidV7()): string =>
  `visitor_${nowMs}_${parseInt(uuid.slice(-12), 16).toString(36).padStart(9, '0').slice(-9)}`;
