import type { Company, CompanyCorrection, Treatment } from '../../shared/api/companies';

export interface CompanyForm {
  readonly name: string;
  readonly treatment: Treatment;
}

/** What the form changes of the company; null when that is nothing. */
export function correctionOf(company: Company, form: CompanyForm): CompanyCorrection | null {
  const name = nameChange(company, form.name.trim());
  const treatment = form.treatment === company.treatment ? undefined : form.treatment;
  if (name === undefined && treatment === undefined) return null;
  return {
    ...(name === undefined ? {} : { name }),
    ...(treatment === undefined ? {} : { treatment }),
  };
}

/** Whoever types the source's name wants the source's name, also when it changes. */
function nameChange(company: Company, name: string): string | undefined {
  const wanted = name === company.sourceName ? '' : name;
  const current = company.nameByOwner ? company.name : '';
  return wanted === current ? undefined : wanted;
}

/** `acme.example` of whatever was pasted from the address bar or an e-mail address. */
export function domainOf(pasted: string): string {
  return pasted
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^[^/@]*@/, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '');
}
