/** `crypto.randomUUID` exists only on secure pages; `getRandomValues` exists everywhere. */
const randomBytes = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

/**
 * Time-ordered id, so that the server's unique index grows at its end.
 * @param bytes 10 random bytes; 74 of their bits are used
 * Source: RFC 9562 section 5.7.
 */
export const uuidV7 = (nowMs = Date.now(), bytes = randomBytes(10)): string => {
  let hex = nowMs.toString(16).padStart(12, '0');
  bytes.forEach((byte) => (hex += (byte + 256).toString(16).slice(1)));
  return hex.replace(
    /(.{8})(.{4}).(...).(...)(.*)/,
    `$1-$2-7$3-${'89ab'.charAt((bytes[0] as number) & 3)}$4-$5`,
  );
};

/** `visitor_<ms>_<9 base-36 characters>`: the form that the original script stored. */
export const newVisitorId = (nowMs = Date.now(), bytes = randomBytes(9)): string =>
  `visitor_${nowMs}_${Array.from(bytes, (byte) => (byte % 36).toString(36)).join('')}`;
