import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { COMPANIES_MAX, companiesQuery, type Company } from '../shared/api/companies';

export interface CompanyDirectory {
  readonly byId: ReadonlyMap<number, Company>;
  /** nothing more is being loaded */
  readonly complete: boolean;
}

const RENEW_CORRECTING_MS = 1_000;

/**
 * Companies by id: those of the page and, where details or a merger name another one, all that the
 * server gives at once.
 */
export function useCompanyDirectory(
  apiKey: string,
  shown: readonly Company[],
  selectedId: number | undefined,
): CompanyDirectory {
  const onPage = useMemo(() => new Map(shown.map((company) => [company.id, company])), [shown]);
  const missing =
    selectedId !== undefined ||
    shown.some(({ mergedInto }) => mergedInto !== null && !onPage.has(mergedInto));
  const all = useQuery({
    ...companiesQuery(apiKey, '', 0, COMPANIES_MAX),
    enabled: missing,
    refetchInterval: ({ state }) => {
      const selected = state.data?.companies.find(({ id }) => id === selectedId);
      return selected?.correctionUnderWay === true ? RENEW_CORRECTING_MS : false;
    },
  });
  const rest = all.data?.companies;
  const byId = useMemo(() => {
    const both = new Map(rest?.map((company) => [company.id, company]));
    for (const [id, company] of onPage) both.set(id, company);
    return both;
  }, [rest, onPage]);
  return { byId, complete: !missing || !all.isPending };
}
