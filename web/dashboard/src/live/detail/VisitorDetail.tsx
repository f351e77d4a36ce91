import { formatClock } from '../../shared/format/duration';
import { formatCount } from '../../shared/format/number';
import { formatDateTime } from '../../shared/format/time';
import { CopyButton } from '../../shared/ui/CopyButton';
import { Figure, Figures } from '../../shared/ui/Figures';
import { DeviceIcon } from '../DeviceIcon';
import { StatusBadge } from '../list/StatusBadge';
import { confidenceText } from '../model/companySourceText';
import { parseDevice } from '../model/device';
import { sourceOf } from '../model/source';
import type { Visitor } from '../model/visitor';
import { PRESENCE_TEXTS, PresenceDot } from '../PresenceDot';
import { LastActive, TimeOnSite } from '../Ticking';
import { Fact, FactList } from './FactList';
import { PageLink } from './PageLink';
import styles from './VisitorDetail.module.css';

interface VisitorDetailProps {
  readonly visitor: Visitor;
  readonly present: boolean;
}

export function VisitorDetail({ visitor, present }: VisitorDetailProps) {
  return (
    <>
      {present && <PresenceLine visitor={visitor} />}
      <Figures>
        <Figure label="On site">
          {present ? (
            <TimeOnSite startedAtMs={visitor.startedAtMs} />
          ) : (
            formatClock((visitor.lastActivityMs - visitor.startedAtMs) / 1000)
          )}
        </Figure>
        <Figure label="Engaged">{formatClock(visitor.engagedSeconds)}</Figure>
        <Figure label="Page views">{formatCount(visitor.pageViews)}</Figure>
      </Figures>
      <StaySection visitor={visitor} />
      <VisitorFacts visitor={visitor} />
      <CompanyFacts visitor={visitor} />
    </>
  );
}

function PresenceLine({ visitor }: { readonly visitor: Visitor }) {
  return (
    <div className={styles.state}>
      <span className={styles.presence}>
        <PresenceDot presence={visitor.presence} />
        {PRESENCE_TEXTS[visitor.presence].name}
      </span>
      <span className={styles.dim}>
        last active <LastActive atMs={visitor.lastActivityMs} />
      </span>
      <StatusBadge status={visitor.status} />
    </div>
  );
}

function StaySection({ visitor }: { readonly visitor: Visitor }) {
  const source = sourceOf(visitor);
  return (
    <section className={styles.section}>
      <h3 className={styles.sectionTitle}>This visit</h3>
      <FactList>
        <Fact name="Current page">
          <PageLink url={visitor.url} title={visitor.title} />
        </Fact>
        <Fact name="Landing page">
          <PageLink url={visitor.landingUrl} title={null} />
        </Fact>
        <Fact name="Source">
          {source.detail === null ? source.label : `${source.label} (${source.detail})`}
        </Fact>
        <Fact name="Referrer">
          <PageLink url={visitor.referrer === 'direct' ? null : visitor.referrer} title={null} />
        </Fact>
        <Fact name="Started">{formatDateTime(visitor.startedAtMs)}</Fact>
      </FactList>
    </section>
  );
}

function VisitorFacts({ visitor }: { readonly visitor: Visitor }) {
  const device = parseDevice(visitor.device);
  return (
    <section className={styles.section}>
      <h3 className={styles.sectionTitle}>Visitor</h3>
      <FactList>
        <Fact name="Location">
          {visitor.location}
          {visitor.placeSource === 'timezone' && ' (by time zone)'}
        </Fact>
        <Fact name="Time zone">{visitor.timezone}</Fact>
        <Fact name="Language">{visitor.language}</Fact>
        <Fact name="Device">
          <DeviceIcon kind={device.kind} /> {device.label}
        </Fact>
        {visitor.browser !== null && (
          <Fact name="Browser">
            {[visitor.browser, visitor.browserVersion, visitor.system && `on ${visitor.system}`]
              .filter(Boolean)
              .join(' ')}
          </Fact>
        )}
        {visitor.marks.length > 0 && (
          <Fact name="Doubts">{visitor.marks.map(markText).join(', ')}</Fact>
        )}
        <Fact name="Screen">{visitor.screenResolution?.replace('x', ' × ') ?? null}</Fact>
        <Fact name="First seen">
          {visitor.firstSeenAtMs === null ? null : formatDateTime(visitor.firstSeenAtMs)}
        </Fact>
        <Fact name="Page views ever">{formatCount(visitor.totalPageViews)}</Fact>
        <Fact name="Live channel">
          {visitor.live ? 'Open: can be invited' : 'None: cannot be invited'}
        </Fact>
        <Fact name="Visitor ID" action={<CopyButton text={visitor.visitorId} label="visitor ID" />}>
          <code>{visitor.visitorId}</code>
        </Fact>
      </FactList>
    </section>
  );
}

function CompanyFacts({ visitor }: { readonly visitor: Visitor }) {
  const { domain, industry, staff, revenue, companyWhy, companyConfidence, network } = visitor;
  const known = domain ?? industry ?? staff ?? revenue ?? companyWhy ?? network;
  if (known === null) return null;
  return (
    <section className={styles.section}>
      <h3 className={styles.sectionTitle}>Company</h3>
      <FactList>
        {companyWhy !== null && <Fact name="Why">{companyWhy}</Fact>}
        {companyConfidence !== null && (
          <Fact name="Confidence">{confidenceText(companyConfidence)}</Fact>
        )}
        {domain !== null && <Fact name="Domain">{domain}</Fact>}
        {industry !== null && <Fact name="Industry">{industry}</Fact>}
        {staff !== null && <Fact name="Employees">{staff}</Fact>}
        {revenue !== null && <Fact name="Revenue">{revenue}</Fact>}
        {network !== null && <Fact name="Network">{network}</Fact>}
      </FactList>
    </section>
  );
}

const MARKS: Readonly<Record<string, string>> = {
  hosting: 'from a hosting network',
  proxy: 'through a VPN or proxy',
  rate: 'more pages than a person reads',
  spam_referrer: 'spam referrer',
};

function markText(mark: string): string {
  return MARKS[mark] ?? mark;
}
