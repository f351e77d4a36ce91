import {
  count,
  flag,
  instant,
  isObject,
  text,
  textOrNull,
  textOrNumber,
} from '../../shared/parse/guards';

export type Presence = 'active' | 'idle' | 'away';
export type VisitorStatus = 'active' | 'video_invited' | 'in_call';
export type CompanySource = 'identified' | 'fallback' | 'enriched';

/** One present visitor. Times are server time in epoch milliseconds, durations are seconds. */
export interface Visitor {
  readonly visitorId: string;
  readonly company: string;
  readonly companySource: CompanySource;
  readonly location: string;
  readonly website: string;
  /** "Mac - Edge" */
  readonly device: string;
  readonly presence: Presence;
  /** has an open visitor socket, so it can be invited */
  readonly live: boolean;
  readonly status: VisitorStatus;
  /** current page */
  readonly url: string;
  readonly title: string | null;
  readonly landingUrl: string | null;
  readonly referrer: string | null;
  /** page views of this stay */
  readonly pageViews: number;
  /** page views of all stays */
  readonly totalPageViews: number;
  readonly engagedSeconds: number;
  /** first event of this stay */
  readonly startedAtMs: number;
  readonly lastActivityMs: number;
  /** first event ever */
  readonly firstSeenAtMs: number | null;
  readonly screenResolution: string | null;
  readonly language: string | null;
  readonly timezone: string | null;
  readonly domain: string | null;
  readonly industry: string | null;
  readonly staff: string | null;
  readonly revenue: string | null;
}

/**
 * The visitor object of the wire, read defensively: only `visitorId` is required.
 * @param serverNowMs stands in for times that are missing or cannot be read
 */
export function parseVisitor(value: unknown, serverNowMs: number): Visitor | null {
  if (!isObject(value)) return null;
  const visitorId = text(value.visitorId);
  if (visitorId === '') return null;
  const company = text(value.company) || 'Unknown Company';
  const lastActivityMs = instant(value.lastActivity) ?? instant(value.timestamp) ?? serverNowMs;
  const pageViews = count(value.pageViews);
  return {
    visitorId,
    company,
    companySource: parseCompanySource(value.companySource, company),
    location: text(value.enrichedLocation) || text(value.location) || 'Unknown Location',
    website: text(value.website),
    device: text(value.deviceType) || text(value.lastRole) || 'Unknown Device - Unknown Browser',
    presence: parsePresence(value.presence),
    live: flag(value.live),
    status: parseStatus(value.status),
    url: text(value.url),
    title: textOrNull(value.title),
    landingUrl: textOrNull(value.landingUrl),
    referrer: textOrNull(value.referrer),
    pageViews,
    totalPageViews: Math.max(pageViews, count(value.totalPageViews)),
    engagedSeconds: count(value.engagedSeconds),
    startedAtMs: instant(value.timestamp) ?? lastActivityMs,
    lastActivityMs,
    firstSeenAtMs: instant(value.firstSeenAt),
    screenResolution: textOrNull(value.screenResolution),
    language: textOrNull(value.language),
    timezone: textOrNull(value.timezone),
    domain: textOrNull(value.domain) ?? textOrNull(value.companyDomain),
    industry: textOrNull(value.industry),
    staff: textOrNumber(value.staff) ?? textOrNumber(value.employees),
    revenue: textOrNumber(value.revenue),
  };
}

function parsePresence(value: unknown): Presence {
  return value === 'idle' || value === 'away' ? value : 'active';
}

function parseStatus(value: unknown): VisitorStatus {
  return value === 'video_invited' || value === 'in_call' ? value : 'active';
}

function parseCompanySource(value: unknown, company: string): CompanySource {
  if (value === 'identified') return 'identified';
  if (value === 'fallback' || isFallbackCompany(company)) return 'fallback';
  return 'enriched';
}

/**
 * The labels the server writes when it does not know the company: `Unknown Company` and
 * `<host> Visitor`. A host has a dot or a port, or is localhost, so that a company which calls
 * itself "Acme Visitor" is still a company.
 */
export function isFallbackCompany(company: string): boolean {
  if (company === 'Unknown Company') return true;
  return /^(localhost|[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+|\[[0-9a-f:]+\]|[\p{L}\p{N}_-]+(?=:\d))(:\d+)? Visitor$/iu.test(
    company,
  );
}

export function isIdentified(visitor: Visitor): boolean {
  return visitor.companySource !== 'fallback';
}
