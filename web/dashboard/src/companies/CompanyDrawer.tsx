import { Loader } from '@mantine/core';
import type { Company } from '../shared/api/companies';
import { formatCount } from '../shared/format/number';
import { Ago } from '../shared/ui/Ago';
import { Figure, Figures } from '../shared/ui/Figures';
import { DrawerHeading, SideDrawer } from '../shared/ui/SideDrawer';
import { Fact, FactList } from '../live/detail/FactList';
import { CompanyAvatar } from '../live/list/CompanyAvatar';
import { EditCompany } from './EditCompany';
import { MergeCompany } from './MergeCompany';
import { TREATMENT_TEXTS } from './model/treatmentTexts';
import type { CompanyDirectory } from './useCompanyDirectory';
import { useLastCompany } from './useLastCompany';
import styles from './CompanyDrawer.module.css';

interface CompanyDrawerProps {
  readonly companyId: number | null;
  readonly directory: CompanyDirectory;
  /** key of the site whose companies may be corrected; null for those who may only look */
  readonly correctAs: string | null;
  readonly onOpen: (companyId: number) => void;
  readonly onClose: () => void;
}

export function CompanyDrawer(props: CompanyDrawerProps) {
  const { companyId, directory, correctAs, onOpen, onClose } = props;
  const company = useLastCompany(companyId, directory);
  return (
    <SideDrawer
      opened={companyId !== null && (company !== null || directory.complete)}
      title={company === null ? 'Company' : <Heading company={company} />}
      onClose={onClose}
    >
      {company === null ? (
        <p>This site has no such company.</p>
      ) : (
        <>
          {company.correctionUnderWay && <UnderWay />}
          <Figures>
            <Figure label="Visitors">{formatCount(company.visitors)}</Figure>
            <Figure label="Page views">{formatCount(company.pageViews)}</Figure>
            <Figure label="Last seen">
              {company.lastSeenAtMs === null ? 'never' : <Ago atMs={company.lastSeenAtMs} />}
            </Figure>
          </Figures>
          <Facts company={company} directory={directory} onOpen={onOpen} />
          {correctAs === null ? (
            <p className={styles.readOnly}>Companies are corrected by whoever is logged in.</p>
          ) : (
            <>
              <EditCompany key={company.id} apiKey={correctAs} company={company} />
              <MergeCompany
                key={`merge-${company.id}`}
                apiKey={correctAs}
                company={company}
                directory={directory}
              />
            </>
          )}
        </>
      )}
    </SideDrawer>
  );
}

function Heading({ company }: { readonly company: Company }) {
  return (
    <DrawerHeading
      avatar={
        <CompanyAvatar company={company.name} identified={company.treatment !== 'isp'} size={48} />
      }
      name={company.name}
      detail={TREATMENT_TEXTS[company.treatment].caption}
    />
  );
}

function UnderWay() {
  return (
    <p className={styles.underWay} role="status">
      <Loader size={15} />
      The correction is being applied to past visitors…
    </p>
  );
}

interface FactsProps {
  readonly company: Company;
  readonly directory: CompanyDirectory;
  readonly onOpen: (companyId: number) => void;
}

function Facts({ company, directory, onOpen }: FactsProps) {
  const { industry, staff, revenue, country } = company;
  const parts = [...directory.byId.values()].filter(({ mergedInto }) => mergedInto === company.id);
  return (
    <FactList>
      <Fact name="Domain">{company.domain}</Fact>
      {company.sourceName !== company.name && <Fact name="Found as">{company.sourceName}</Fact>}
      {industry !== null && <Fact name="Industry">{industry}</Fact>}
      {staff !== null && <Fact name="Employees">{staff}</Fact>}
      {revenue !== null && <Fact name="Revenue">{revenue}</Fact>}
      {country !== null && <Fact name="Country">{country}</Fact>}
      {parts.length > 0 && (
        <Fact name="Its parts">
          <ul className={styles.parts}>
            {parts.map((part) => (
              <li key={part.id}>
                <button type="button" className={styles.link} onClick={() => onOpen(part.id)}>
                  {part.name}
                </button>
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </FactList>
  );
}
