import { parseDevice } from './device';
import { sourceOf } from './source';
import { isIdentified, type Presence, type Visitor } from './visitor';

export type PresenceFilter = 'all' | Presence;

export interface VisitorFilter {
  readonly query: string;
  readonly presence: PresenceFilter;
}

const searchTexts = new WeakMap<Visitor, string>();

/** Every word of the query must occur in some field, in any order. */
export function matchesQuery(visitor: Visitor, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const searchText = searchTextOf(visitor);
  return words.every((word) => searchText.includes(word));
}

export function matchesFilter(visitor: Visitor, filter: VisitorFilter): boolean {
  if (filter.presence !== 'all' && visitor.presence !== filter.presence) return false;
  return matchesQuery(visitor, filter.query);
}

/** Visitors are immutable, so the text is built once per version of a visitor. */
function searchTextOf(visitor: Visitor): string {
  const cached = searchTexts.get(visitor);
  if (cached !== undefined) return cached;
  const built = [
    ...Object.values(visitor).filter((value) => typeof value === 'string'),
    decoded(visitor.url),
    sourceOf(visitor).label,
    parseDevice(visitor.device).label,
    visitor.status === 'video_invited' ? 'invited' : visitor.status.replace('_', ' '),
    isIdentified(visitor) ? '' : 'not identified',
  ]
    .join('\n')
    .toLowerCase();
  searchTexts.set(visitor, built);
  return built;
}

/** Lets "größe" find `/gr%C3%B6%C3%9Fe`. */
function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
