import type { LiveEntry } from './liveState';
import { parseVisitor, type Visitor } from './visitor';

/** Test data: a visitor as the server sends it. */
export const SERVER_NOW_MS = Date.parse('2026-03-01T12:00:00Z');

export function wireVisitor(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    visitorId: 'v1',
    company: 'Acme Corporation',
    companySource: 'identified',
    location: 'Berlin, Germany',
    website: 'example.com',
    lastRole: 'Mac - Edge',
    deviceType: 'Mac - Edge',
    pageViews: 3,
    totalPageViews: 9,
    timestamp: '2026-03-01T11:50:00Z',
    lastActivity: '2026-03-01T11:59:00Z',
    firstSeenAt: '2026-01-05T08:00:00Z',
    status: 'active',
    presence: 'active',
    live: true,
    engagedSeconds: 120,
    url: 'https://example.com/pricing',
    title: 'Pricing',
    landingUrl: 'https://example.com/',
    referrer: 'https://www.google.com/',
    screenResolution: '1920x1080',
    language: 'de-DE',
    timezone: 'Europe/Berlin',
    ...overrides,
  };
}

export function visitor(overrides: Record<string, unknown> = {}): Visitor {
  const parsed = parseVisitor(wireVisitor(overrides), SERVER_NOW_MS);
  if (parsed === null) throw new Error('the fixture is not a visitor');
  return parsed;
}

export function entry(overrides: Record<string, unknown> = {}): LiveEntry {
  return { visitor: visitor(overrides), arrivedAtMs: null, pageChangedAtMs: null };
}
