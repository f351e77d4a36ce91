import type { CompanySource, Confidence } from './visitor';

const TEXTS: Readonly<Record<CompanySource, string>> = {
  declared: 'Declared by you',
  signed: 'Signed in on your site',
  identified: 'Identified by visitor',
  provider: 'Found by look-up',
  reverse_dns: 'Named by the address',
  imported: 'Named by an imported file',
  network: 'Guessed from the network',
  corrected: 'Corrected by you',
  enriched: 'Identified by network',
  fallback: 'Not identified',
};

const CONFIDENCES: Readonly<Record<Confidence, string>> = {
  low: 'Low: a hint, no more',
  medium: 'Medium: probable',
  high: 'High: sure',
};

/** How the company is known. */
export function companySourceText(source: CompanySource): string {
  return TEXTS[source];
}

/** How sure that is. */
export function confidenceText(confidence: Confidence): string {
  return CONFIDENCES[confidence];
}
