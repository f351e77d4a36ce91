import type { ReactNode } from 'react';

export interface IconProps {
  readonly size?: number;
  readonly className?: string | undefined;
}

/** Icons are decoration beside a text or a label: hidden from assistive technology. */
function icon(displayName: string, paths: ReactNode) {
  function Icon({ size = 16, className }: IconProps) {
    return (
      <svg
        className={className}
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {paths}
      </svg>
    );
  }
  Icon.displayName = displayName;
  return Icon;
}

export const SearchIcon = icon(
  'SearchIcon',
  <path d="M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM17 17l-3.6-3.6" />,
);
export const SunIcon = icon(
  'SunIcon',
  <path d="M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 1.8v1.4M10 16.8v1.4M1.8 10h1.4M16.8 10h1.4M4.2 4.2l1 1M14.8 14.8l1 1M4.2 15.8l1-1M14.8 5.2l1-1" />,
);
export const MoonIcon = icon(
  'MoonIcon',
  <path d="M16.8 11.6A7 7 0 0 1 8.4 3.2a7 7 0 1 0 8.4 8.4Z" />,
);
export const DesktopIcon = icon(
  'DesktopIcon',
  <path d="M3.5 3.5h13A1.5 1.5 0 0 1 18 5v7a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 2 12V5a1.5 1.5 0 0 1 1.5-1.5ZM7 17h6M10 13.5V17" />,
);
export const PhoneIcon = icon(
  'PhoneIcon',
  <path d="M7 2h6a1.5 1.5 0 0 1 1.5 1.5v13A1.5 1.5 0 0 1 13 18H7a1.5 1.5 0 0 1-1.5-1.5v-13A1.5 1.5 0 0 1 7 2ZM9 15.3h2" />,
);
export const TabletIcon = icon(
  'TabletIcon',
  <path d="M5.5 2h9A1.5 1.5 0 0 1 16 3.5v13a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 4 16.5v-13A1.5 1.5 0 0 1 5.5 2ZM9 15.3h2" />,
);
export const UnknownDeviceIcon = icon(
  'UnknownDeviceIcon',
  <path d="M10 18a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM7.8 7.7a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.9-1.1 1.7M10 14.1v.1" />,
);
export const CopyIcon = icon(
  'CopyIcon',
  <path d="M8.5 7H15a1.5 1.5 0 0 1 1.5 1.5V15a1.5 1.5 0 0 1-1.5 1.5H8.5A1.5 1.5 0 0 1 7 15V8.5A1.5 1.5 0 0 1 8.5 7ZM4.5 13A1 1 0 0 1 3.5 12V5A1.5 1.5 0 0 1 5 3.5h7a1 1 0 0 1 1 1" />,
);
export const PlusIcon = icon('PlusIcon', <path d="M10 4v12M4 10h12" />);
export const CheckIcon = icon('CheckIcon', <path d="m4 10.5 4 4 8-9" />);
export const ArrowUpIcon = icon('ArrowUpIcon', <path d="M10 16V4.5M5.5 9 10 4.5 14.5 9" />);
export const ArrowDownIcon = icon('ArrowDownIcon', <path d="M10 4v11.5M5.5 11l4.5 4.5 4.5-4.5" />);
export const LogOutIcon = icon(
  'LogOutIcon',
  <path d="M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M13 13.5l3.5-3.5L13 6.5M16.5 10H8" />,
);
export const PersonIcon = icon(
  'PersonIcon',
  <path d="M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM4 16.6c.7-2.7 3.1-4.1 6-4.1s5.3 1.4 6 4.1" />,
);
export const GroupIcon = icon(
  'GroupIcon',
  <path d="M3.5 17V4.5A1.5 1.5 0 0 1 5 3h5a1.5 1.5 0 0 1 1.5 1.5V17M11.5 8H15a1.5 1.5 0 0 1 1.5 1.5V17M2 17h16M6.5 6.5h2M6.5 10h2M6.5 13.5h2" />,
);
export const AlertIcon = icon(
  'AlertIcon',
  <path d="M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15ZM10 6.3v4.4M10 13.6v.1" />,
);
export const CallIcon = icon(
  'CallIcon',
  <path d="M4 5.5h7A1.5 1.5 0 0 1 12.5 7v6a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 13V7A1.5 1.5 0 0 1 4 5.5ZM12.5 9l5-2.5v7l-5-2.5" />,
);
export const SortIcon = icon(
  'SortIcon',
  <path d="M6 4v12M6 16l-3-3M6 16l3-3M14 16V4M14 4l-3 3M14 4l3 3" />,
);
