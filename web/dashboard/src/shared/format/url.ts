function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

/**
 * Address for a link, or null: visitor data may hold `javascript:` and other schemes, so only
 * http and https become links.
 */
export function safeHref(url: string | null): string | null {
  const parsed = url === null ? null : parse(url);
  return parsed !== null && /^https?:$/.test(parsed.protocol) ? parsed.href : null;
}

/** Host without a leading `www.`, with a port if there is one; null when it is not a web address. */
export function hostOf(url: string): string | null {
  const parsed = parse(url);
  if (parsed === null || parsed.host === '') return null;
  return parsed.host.replace(/^www\./, '');
}

/** Path and query for display, percent signs decoded where possible; the text itself if no URL. */
export function pathOf(url: string): string {
  const parsed = parse(url);
  if (parsed === null) return url;
  const path = `${parsed.pathname}${parsed.search}`;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
