/** The mark: a T whose foot is the presence dot. */
export function LogoMark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="#13744c" />
      <path
        d="M9 10.5h14M16 10.5v6"
        fill="none"
        stroke="#fff"
        strokeWidth="3.2"
        strokeLinecap="round"
      />
      <circle cx="16" cy="22.6" r="2.7" fill="#8ff0c2" />
    </svg>
  );
}
