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
export type Confidence = 'low' | 'medium' | 'high';

/** How the company is known; `enriched` for one that a server names in another way. */
export type CompanySource = (typeof COMPANY_SOURCES)[number];

const COMPANY_SOURCES = [
  'declared',
  'signed',
  'identified',
  'provider',
  'reverse_dns',
  'imported',
  'network',
  'corrected',
  'enriched',
  'fallback',
] as const;

/** One present visitor. Times are server time in epoch milliseconds, durations are seconds. */
export interface Visitor {
  readonly visitorId: string;
  readonly company: string;
  readonly companySource: CompanySource;
  /** in the site's list of companies; 0 for a name that is in no list */
  readonly companyId: number;
  readonly companyConfidence: Confidence | null;
  /** one sentence of evidence */
  readonly companyWhy: string | null;
  readonly location: string;
  /** how the place is known, e.g. `timezone` */
  readonly placeSource: string | null;
  readonly website: string;
  /** "Mac - Edge" */
  readonly device: string;
  readonly browser: string | null;
  readonly browserVersion: string | null;
  readonly system: string | null;
  readonly deviceClass: string | null;
  readonly presence: Presence;
  /** has an open visitor socket, so it can be invited */
  readonly live: boolean;
  readonly status: VisitorStatus;
  /** current page */
  readonly url: string;
  readonly title: string | null;
  readonly landingUrl: string | null;
  readonly referrer: string | null;
  /** e.g. `organic_search`; null where the server does not tell */
  readonly channel: string | null;
  /** name of the source, e.g. `Google` */
  readonly source: string | null;
  readonly campaign: string | null;
  /** who runs the visitor's network */
  readonly network: string | null;
  readonly networkClass: string | null;
  /** doubts about the visit, e.g. `hosting` */
  readonly marks: readonly string[];
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
    companyId: count(value.companyId),
    companyConfidence: parseConfidence(value.companyConfidence),
    companyWhy: textOrNull(value.companyWhy),
    placeSource: textOrNull(value.placeSource),
    browser: textOrNull(value.browser),
    browserVersion: textOrNull(value.browserVersion),
    system: textOrNull(value.system),
    deviceClass: textOrNull(value.deviceClass),
    channel: textOrNull(value.channel),
    source: textOrNull(value.source),
    campaign: textOrNull(value.campaign),
    network: textOrNull(value.network),
    networkClass: textOrNull(value.networkClass),
    marks: Array.isArray(value.marks) ? value.marks.filter((m) => typeof m === 'string') : [],
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

function parseConfidence(value: unknown): Confidence | null {
  return value === 'low' || value === 'medium' || value === 'high' ? value : null;
}

function parsePresence(value: unknown): Presence {
  return value === 'idle' || value === 'away' ? value : 'active';
}

function parseStatus(value: unknown): VisitorStatus {
  return value === 'video_invited' || value === 'in_call' ? value : 'active';
}

function parseCompanySource(value: unknown, company: string): CompanySource {
  if (value !== 'fallback') {
    const known = COMPANY_SOURCES.find((source) => source === value);
    if (known !== undefined) return known;
  }
  return value === 'fallback' || isFallbackCompany(company) ? 'fallback' : 'enriched';
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
