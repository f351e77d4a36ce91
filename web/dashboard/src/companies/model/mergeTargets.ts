import type { Company } from '../../shared/api/companies';

/** Those that a company can become a part of: neither itself, nor a part of another one. */
export function mergeTargets(companies: readonly Company[], company: Company): readonly Company[] {
  return companies.filter(({ id, mergedInto }) => id !== company.id && mergedInto === null);
}
