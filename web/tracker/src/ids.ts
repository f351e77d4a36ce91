/**
 * Time-ordered id, so that the server's unique index grows at its end. `crypto.randomUUID` would be
 * random only, and exists only on secure pages.
 * @param nowMs from 2004 to 2527: its 11 hexadecimal digits
 * @param bytes 10 random bytes; 72 of their bits are used
 * Source: RFC 9562 section 5.7.
 */
export const uuidV7 = (
  nowMs = Date.now(),
  bytes = crypto.getRandomValues(new Uint8Array(10)),
): string => {
  let hex = `0${nowMs.toString(16)}`;
  bytes.forEach((byte) => (hex += (byte + 256).toString(16).slice(1)));
  return hex.replace(/(.{8})(.{4}).(...).(...)(.*)/, '$1-$2-7$3-8$4-$5');
};

/**
 * `visitor_<ms>_<9 base-36 characters>`: the form that the original script stored.
 * @param uuid its last 12 digits are 48 random bits, a little more than 9 base-36 characters; the
 *             digit before them keeps small numbers from being shorter
 */
export const newVisitorId = (uuid = uuidV7()): string =>
  `visitor_${Date.now()}_${parseInt(`1${uuid.slice(-12)}`, 16)
    .toString(36)
    .slice(-9)}`;
