import { memo } from 'react';
import { DrawerHeading, SideDrawer } from '../../shared/ui/SideDrawer';
import { CompanyAvatar } from '../list/CompanyAvatar';
import { companySourceText } from '../model/companySourceText';
import type { LiveState } from '../model/liveState';
import { isIdentified, type Visitor } from '../model/visitor';
import { CorrectCompany } from './CorrectCompany';
import { LeftNotice, UnknownVisitor } from './LeftNotice';
import { useLastKnown } from './useLastKnown';
import { VisitorDetail } from './VisitorDetail';

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
    <SideDrawer
      opened={opened}
      title={visitor === null ? 'Visitor' : <Heading visitor={visitor} />}
      onClose={onClose}
    >
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
    </SideDrawer>
  );
});

function Heading({ visitor }: { readonly visitor: Visitor }) {
  return (
    <DrawerHeading
      avatar={
        <CompanyAvatar company={visitor.company} identified={isIdentified(visitor)} size={48} />
      }
      name={visitor.company}
      detail={companySourceText(visitor.companySource)}
    />
  );
}
