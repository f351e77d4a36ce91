/** One or two letters for an avatar; legal forms do not count as words. */
export function initialsOf(company: string): string {
  const words = company
    .replace(/[^\p{L}\p{N}\s&]/gu, ' ')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const named = words.filter((word) => !LEGAL_FORM.test(word));
  const [first, second] = named.length > 0 ? named : words;
  if (first === undefined) return '?';
  const letters = second === undefined ? [...first].slice(0, 2) : [...first].slice(0, 1);
  return (letters.join('') + (second === undefined ? '' : [...second].slice(0, 1))).toUpperCase();
}

const LEGAL_FORM = /^(gmbh|ag|se|kg|inc|ltd|llc|plc|bv|nv|sa|sas|srl|spa|ab|oy|as|aps|co|corp)$/i;

/** Stable hue (degrees) of a name: FNV-1a, spread over hues that stay apart to the eye. */
export function hueOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const character of name) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return ((hash >>> 0) % 12) * 30;
}
