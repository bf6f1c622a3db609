/** Recado's mark: a note with its corner turned up, and what was left on it. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="#4a3fc0" />
      <path
        d="M9 8.5h14a2.5 2.5 0 0 1 2.5 2.5v6.5l-6 6H9A2.5 2.5 0 0 1 6.5 21V11A2.5 2.5 0 0 1 9 8.5Z"
        fill="#fff"
      />
      <path d="M25.5 17.5H22a2.5 2.5 0 0 0-2.5 2.5v3.5Z" fill="#ffb454" />
      <path d="M11 13.5h10M11 17.5h5.5" stroke="#4a3fc0" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
