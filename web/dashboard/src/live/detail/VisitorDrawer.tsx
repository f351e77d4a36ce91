import { Drawer } from '@mantine/core';
import { memo } from 'react';
import { CompanyAvatar } from '../list/CompanyAvatar';
import { companySourceText } from '../model/companySourceText';
import type { LiveState } from '../model/liveState';
import { isIdentified, type Visitor } from '../model/visitor';
import { CorrectCompany } from './CorrectCompany';
import { LeftNotice, UnknownVisitor } from './LeftNotice';
import { useLastKnown } from './useLastKnown';
import { VisitorDetail } from './VisitorDetail';
import styles from './VisitorDrawer.module.css';

interface VisitorDrawerProps {
  readonly visitorId: string | null;
  readonly entries: LiveState['entries'];
  readonly listReceived: boolean;
  /** key of the site whose companies may be corrected; null for those who may only look */
  readonly correctAs: string | null;
  readonly onClose: () => void;
}

export function VisitorDrawer({
  visitorId,
  entries,
  listReceived,
  correctAs,
  onClose,
}: VisitorDrawerProps) {
  const { visitor, present } = useLastKnown(visitorId, entries);
  const opened = visitorId !== null && listReceived;
  return (
    <Dialog
      visitor={visitor}
      present={present}
      opened={opened}
      correctAs={correctAs}
      onClose={onClose}
    />
  );
}

interface DialogProps {
  readonly visitor: Visitor | null;
  readonly present: boolean;
  readonly opened: boolean;
  readonly correctAs: string | null;
  readonly onClose: () => void;
}

/** Renders when its visitor changes, not when any visitor does. */
const Dialog = memo(function Dialog({ visitor, present, opened, correctAs, onClose }: DialogProps) {
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position="right"
      size="min(480px, 100%)"
      transitionProps={{ duration: 180 }}
      lockScroll={false}
      classNames={{ content: styles.content }}
    >
      <Drawer.Overlay backgroundOpacity={0.22} />
      <Drawer.Content>
        {/* Not Drawer.Header: its <header> would be a second banner landmark of the page. */}
        <div className={styles.header}>
          <Drawer.Title className={styles.title}>
            {visitor === null ? 'Visitor' : <Heading visitor={visitor} />}
          </Drawer.Title>
          <Drawer.CloseButton aria-label="Close the details" />
        </div>
        <Drawer.Body className={styles.body}>
          {visitor === null ? (
            <UnknownVisitor />
          ) : (
            <>
              {!present && <LeftNotice />}
              <VisitorDetail visitor={visitor} present={present} />
              {correctAs !== null && visitor.companyId > 0 && (
                <CorrectCompany key={visitor.companyId} apiKey={correctAs} visitor={visitor} />
              )}
            </>
          )}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
});

function Heading({ visitor }: { readonly visitor: Visitor }) {
  return (
    <div className={styles.head}>
      <CompanyAvatar company={visitor.company} identified={isIdentified(visitor)} size={48} />
      <div className={styles.headText}>
        <div className={styles.name}>{visitor.company}</div>
        <div className={styles.source}>{companySourceText(visitor.companySource)}</div>
      </div>
    </div>
  );
}
