import { requestJson } from './http';

/** What the owner says an identified company is. */
export type Treatment = 'company' | 'isp' | 'own' | 'blocked';

export interface CompanyCorrection {
  /** an empty one brings the source's name back */
  readonly name?: string;
  readonly treatment?: Treatment;
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
