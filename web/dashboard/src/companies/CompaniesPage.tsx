import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { companiesQuery, type Company } from '../shared/api/companies';
import { withoutUndefined } from '../shared/parse/search';
import { LoadFailed } from '../shared/ui/LoadFailed';
import { PlusIcon } from '../shared/ui/icons';
import { ListSkeleton } from '../live/LivePageSkeleton';
import { PageFrame } from '../shell/PageFrame';
import { useAccess } from '../shell/useAccess';
import { useLeaveWhenSignedOut } from '../shell/useLeaveWhenSignedOut';
import { CompaniesTable } from './CompaniesTable';
import { CompanyDrawer } from './CompanyDrawer';
import { CompanySearch } from './CompanySearch';
import { DeclareCompany } from './DeclareCompany';
import { MatchLine } from './MatchLine';
import type { CompaniesSearch } from './model/companiesSearch';
import { NoCompanies } from './NoCompanies';
import { Pager } from './Pager';
import { useCompanyDirectory } from './useCompanyDirectory';
import styles from './CompaniesPage.module.css';

const PAGE_SIZE = 50;
const NONE: readonly Company[] = [];

/** Who visited, and the owner's word on it. */
export function CompaniesPage() {
  const { apiKey, user, start } = useAccess();
  const search: CompaniesSearch = useSearch({ strict: false });
  const go = useGo(search);
  const mayCorrect = user !== null;
  const page = search.page ?? 1;
  const wanted = search.search ?? '';
  const list = useQuery(companiesQuery(apiKey, wanted, (page - 1) * PAGE_SIZE, PAGE_SIZE));
  useLeaveWhenSignedOut(list.error);
  const companies = list.data?.companies ?? NONE;
  const directory = useCompanyDirectory(apiKey, companies, search.company);

  const open = useCallback((company: number) => go({ company }), [go]);
  const close = useCallback(() => go({ company: undefined }, true), [go]);
  const find = useCallback(
    (text: string) => go({ search: text === '' ? undefined : text, page: undefined }, true),
    [go],
  );

  const nothingYet = list.isSuccess && companies.length === 0 && wanted === '' && page === 1;
  return (
    <PageFrame
      title="Companies"
      lead="Who visited your site, the one seen last first. What you correct holds for visitors to come and for those of before."
      actions={
        mayCorrect && (
          <Button leftSection={<PlusIcon />} onClick={() => go({ add: true })}>
            Add a company
          </Button>
        )
      }
    >
      {nothingYet ? (
        <NoCompanies demo={start.demo} />
      ) : (
        <section className={styles.section} aria-label="List of companies">
          <div className={styles.toolbar}>
            <CompanySearch value={wanted} onSearch={find} />
            <MatchLine apiKey={apiKey} />
          </div>
          {list.isPending && <ListSkeleton label="Loading the companies" />}
          {list.isError && (
            <LoadFailed
              what="The companies"
              error={list.error}
              onRetry={() => void list.refetch()}
            />
          )}
          {list.isSuccess && companies.length === 0 && (
            <div className={styles.none}>
              <p>{wanted === '' ? 'The list ends before this page.' : 'No company matches.'}</p>
              <Button variant="default" onClick={() => go({ search: undefined, page: undefined })}>
                Show all companies
              </Button>
            </div>
          )}
          {companies.length > 0 && (
            <CompaniesTable
              companies={companies}
              directory={directory}
              selectedId={search.company ?? null}
              waiting={list.isPlaceholderData}
              onOpen={open}
            />
          )}
          {list.isSuccess && (
            <Pager
              page={page}
              size={PAGE_SIZE}
              shown={companies.length}
              more={list.data.more}
              onPage={(next) => go({ page: next === 1 ? undefined : next })}
            />
          )}
        </section>
      )}
      <CompanyDrawer
        companyId={search.company ?? null}
        directory={directory}
        correctAs={mayCorrect ? apiKey : null}
        onOpen={open}
        onClose={close}
      />
      {mayCorrect && (
        <DeclareCompany
          apiKey={apiKey}
          opened={search.add === true}
          onClose={() => go({ add: undefined }, true)}
          onDone={(company) => go({ add: undefined, company }, true)}
        />
      )}
    </PageFrame>
  );
}

/** Changes part of the address; what is undefined leaves it. */
function useGo(search: CompaniesSearch) {
  const navigate = useNavigate();
  return useCallback(
    (change: CompaniesSearch, replace = false) => {
      const next = withoutUndefined({ ...search, ...change });
      void navigate({ to: '/companies', search: next, resetScroll: false, replace });
    },
    [navigate, search],
  );
}
