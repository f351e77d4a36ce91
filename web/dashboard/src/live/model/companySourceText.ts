import type { CompanySource } from './visitor';

const TEXTS: Readonly<Record<CompanySource, string>> = {
  identified: 'Identified by visitor',
  enriched: 'Identified by network',
  fallback: 'Not identified',
};

/** How the company is known. */
export function companySourceText(source: CompanySource): string {
  return TEXTS[source];
}
