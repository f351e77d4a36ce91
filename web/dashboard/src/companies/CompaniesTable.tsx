import { UnstyledButton } from '@mantine/core';
import type { Company } from '../shared/api/companies';
import { formatCount } from '../shared/format/number';
import { Ago } from '../shared/ui/Ago';
import { CompanyAvatar } from '../live/list/CompanyAvatar';
import { TreatmentBadge } from './TreatmentBadge';
import type { CompanyDirectory } from './useCompanyDirectory';
import styles from './CompaniesTable.module.css';

interface CompaniesTableProps {
  readonly companies: readonly Company[];
  readonly directory: CompanyDirectory;
  readonly selectedId: number | null;
  /** the rows are those of another search or page, the right ones are on the way */
  readonly waiting: boolean;
  readonly onOpen: (companyId: number) => void;
}

export function CompaniesTable(props: CompaniesTableProps) {
  const { companies, directory, selectedId, waiting, onOpen } = props;
  return (
    <div className={styles.frame} data-waiting={waiting}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Company</th>
            <th scope="col">Domain</th>
            <th scope="col">Treated as</th>
            <th scope="col" className={styles.numeric}>
              Visitors
            </th>
            <th scope="col" className={styles.numeric}>
              Page views
            </th>
            <th scope="col" className={styles.numeric}>
              Last seen
            </th>
          </tr>
        </thead>
        <tbody>
          {companies.map((company) => (
            <CompanyRow
              key={company.id}
              company={company}
              into={
                company.mergedInto === null ? undefined : directory.byId.get(company.mergedInto)
              }
              selected={company.id === selectedId}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CompanyRowProps {
  readonly company: Company;
  readonly into: Company | undefined;
  readonly selected: boolean;
  readonly onOpen: (companyId: number) => void;
}

function CompanyRow({ company, into, selected, onOpen }: CompanyRowProps) {
  const plain = company.treatment === 'isp' || company.mergedInto !== null;
  return (
    <tr className={styles.row} data-company-id={company.id} data-selected={selected}>
      <td className={styles.company}>
        <div className={styles.who}>
          <CompanyAvatar company={company.name} identified={!plain} />
          <div className={styles.lines}>
            {/* Its area is the row. */}
            <UnstyledButton
              className={styles.name}
              title={company.name}
              onClick={() => onOpen(company.id)}
            >
              {company.name}
            </UnstyledButton>
            <span className={styles.second}>{secondLine(company)}</span>
            <span className={`${styles.second} ${styles.narrowDomain}`}>{company.domain}</span>
          </div>
        </div>
      </td>
      <td className={styles.domain}>{company.domain ?? <span aria-hidden="true">–</span>}</td>
      <td className={styles.treatment}>
        <TreatmentBadge company={company} into={into} />
      </td>
      <td className={`${styles.numeric} ${styles.visitors}`}>
        {formatCount(company.visitors)}
        <span className={styles.unit}>{company.visitors === 1 ? ' visitor' : ' visitors'}</span>
      </td>
      <td className={`${styles.numeric} ${styles.views}`}>
        {formatCount(company.pageViews)}
        <span className={styles.unit}>{company.pageViews === 1 ? ' page' : ' pages'}</span>
      </td>
      <td className={`${styles.numeric} ${styles.seen}`}>
        {company.lastSeenAtMs === null ? 'never' : <Ago atMs={company.lastSeenAtMs} />}
      </td>
    </tr>
  );
}

function secondLine(company: Company): string {
  if (company.nameByOwner && company.sourceName !== company.name) {
    return `found as ${company.sourceName}`;
  }
  return [company.industry, company.country].filter(Boolean).join(' · ');
}
