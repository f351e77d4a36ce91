import { DesktopIcon, PhoneIcon, TabletIcon, UnknownDeviceIcon } from '../shared/ui/icons';
import type { DeviceKind } from './model/device';

const ICONS = {
  desktop: DesktopIcon,
  phone: PhoneIcon,
  tablet: TabletIcon,
  unknown: UnknownDeviceIcon,
} as const satisfies Record<DeviceKind, typeof DesktopIcon>;

export function DeviceIcon({
  kind,
  size = 14,
}: {
  readonly kind: DeviceKind;
  readonly size?: number;
}) {
  const Icon = ICONS[kind];
  return <Icon size={size} />;
}
