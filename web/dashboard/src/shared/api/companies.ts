import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { parseStoredTime } from '../format/time';
import { count, flag, isObject, text, textOrNull, textOrNumber } from '../parse/guards';
import { requestJson } from './http';

/** What the owner says an identified company is. */
export type Treatment = 'company' | 'isp' | 'own' | 'blocked';

export const TREATMENTS: readonly Treatment[] = ['company', 'isp', 'own', 'blocked'];

/** A company in the site's list. */
export interface Company {
  readonly id: number;
  readonly name: string;
  /** what the source wrote, also where the owner chose another name */
  readonly sourceName: string;
  readonly nameByOwner: boolean;
  readonly treatment: Treatment;
  /** id of the company that this one is a part of */
  readonly mergedInto: number | null;
  readonly domain: string | null;
  readonly industry: string | null;
  readonly staff: string | null;
  readonly revenue: string | null;
  readonly country: string | null;
  /** a correction has still to reach the stored visitors */
  readonly correctionUnderWay: boolean;
  readonly visitors: number;
  readonly pageViews: number;
  readonly lastSeenAtMs: number | null;
}

export interface CompanyCorrection {
  /** an empty one brings the source's name back */
  readonly name?: string;
  readonly treatment?: Treatment;
  /** null undoes a merger for visitors to come */
  readonly mergedInto?: number | null;
}

export interface CompanyPage {
  readonly companies: readonly Company[];
  /** whether the list goes on */
  readonly more: boolean;
}

/** The most that the server gives at once. */
export const COMPANIES_MAX = 1_000;
const RENEW_MS = 15_000;
const RENEW_CORRECTING_MS = 1_000;

function path(apiKey: string, more: Readonly<Record<string, string>> = {}): string {
  return `/api/v1/companies?${new URLSearchParams({ apiKey, ...more }).toString()}`;
}

/** Part of the list, the company seen last first; renewed while it is shown. */
export function companiesQuery(apiKey: string, search: string, offset: number, size: number) {
  return queryOptions({
    queryKey: ['companies', apiKey, search, offset, size],
    queryFn: async ({ signal }): Promise<CompanyPage> => {
      // One more than is shown tells whether there is a next page.
      const limit = Math.min(size + 1, COMPANIES_MAX);
      const wanted = { search, limit: String(limit), offset: String(offset) };
      const all = parseCompanies(await requestJson(path(apiKey, wanted), { signal }));
      return { companies: all.slice(0, size), more: all.length > size };
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.companies.some((company) => company.correctionUnderWay) === true
        ? RENEW_CORRECTING_MS
        : RENEW_MS,
  });
}

export function parseCompanies(answer: unknown): readonly Company[] {
  const rows = isObject(answer) && Array.isArray(answer.companies) ? answer.companies : [];
  return rows.map(parseCompany).filter((company) => company !== null);
}

function parseCompany(row: unknown): Company | null {
  if (!isObject(row) || count(row.id) === 0) return null;
  return {
    id: count(row.id),
    name: text(row.name),
    sourceName: text(row.sourceName),
    nameByOwner: flag(row.nameByOwner),
    treatment: TREATMENTS.find((known) => known === row.treatment) ?? 'company',
    mergedInto: count(row.mergedInto) || null,
    domain: textOrNull(row.domain),
    industry: textOrNull(row.industry),
    staff: textOrNumber(row.employees) ?? textOrNull(row.employeesRange),
    revenue: textOrNull(row.revenue),
    country: textOrNull(row.country),
    correctionUnderWay: flag(row.correctionUnderWay),
    visitors: count(row.visitors),
    pageViews: count(row.pageViews),
    lastSeenAtMs: parseStoredTime(text(row.lastSeenAt)),
  };
}

export async function correctCompany(
  apiKey: string,
  companyId: number,
  correction: CompanyCorrection,
): Promise<void> {
  await requestJson(`/api/v1/companies/${companyId}?apiKey=${encodeURIComponent(apiKey)}`, {
    method: 'PATCH',
    body: correction,
  });
}

/** Gives a domain, or only a name, an entry of the owner's own. @returns its id */
export async function declareCompany(
  apiKey: string,
  name: string,
  domain: string,
): Promise<number> {
  const body = domain === '' ? { name } : { name, domain };
  const answer = await requestJson(path(apiKey), { method: 'POST', body });
  return isObject(answer) && isObject(answer.company) ? count(answer.company.id) : 0;
}
