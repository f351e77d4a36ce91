import { useState } from 'react';
import type { Company } from '../shared/api/companies';
import type { CompanyDirectory } from './useCompanyDirectory';

/** The company whose details are open; kept while they slide away or the list is renewed. */
export function useLastCompany(
  companyId: number | null,
  directory: CompanyDirectory,
): Company | null {
  const found = companyId === null ? undefined : directory.byId.get(companyId);
  const [last, setLast] = useState(found);
  if (found !== undefined && found !== last) setLast(found);
  if (found !== undefined) return found;
  return companyId === null || last?.id === companyId ? (last ?? null) : null;
}
