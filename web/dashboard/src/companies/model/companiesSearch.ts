import { searchNumber, searchText, withoutUndefined } from '../../shared/parse/search';

/** What the address of the page says. */
export interface CompaniesSearch {
  readonly search?: string | undefined;
  /** from 1; left out on the first */
  readonly page?: number | undefined;
  /** whose details are open */
  readonly company?: number | undefined;
  /** the form for a new company is open */
  readonly add?: true | undefined;
}

const PAGE_MAX = 20_000;

export function parseCompaniesSearch(search: Record<string, unknown>): CompaniesSearch {
  const page = Math.min(searchNumber(search.page) ?? 1, PAGE_MAX);
  return withoutUndefined({
    search: searchText(search.search)?.slice(0, 256),
    page: page === 1 ? undefined : page,
    company: searchNumber(search.company),
    add: search.add === true ? true : undefined,
  });
}
