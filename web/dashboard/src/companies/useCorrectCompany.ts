import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { correctCompany, type CompanyCorrection } from '../shared/api/companies';

/** Figures of the visitors follow a moment after the correction itself is done. */
const LOOK_AGAIN_MS = [1_000, 3_000, 6_000] as const;

/** Corrects a company and keeps what is shown up to date. */
export function useCorrectCompany(apiKey: string, companyId: number) {
  const queryClient = useQueryClient();
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  useEffect(() => () => timers.current.forEach(clearTimeout), []);
  return useMutation({
    mutationFn: (correction: CompanyCorrection) => correctCompany(apiKey, companyId, correction),
    onSuccess: async () => {
      const renew = () => queryClient.invalidateQueries({ queryKey: ['companies', apiKey] });
      timers.current.forEach(clearTimeout);
      timers.current = LOOK_AGAIN_MS.map((ms) => setTimeout(() => void renew(), ms));
      await renew();
    },
  });
}
