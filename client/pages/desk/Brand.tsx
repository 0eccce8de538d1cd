/** The name of Heard, with its mark; the same as in the shell. */
export function Brand({ home }: { home: string }) {
  return (
    <a class="brand" aria-label="Heard" href={home}>
      <svg
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        aria-hidden="true"
      >
        <circle cx="12" cy="12" r="3" fill="currentColor" stroke="none" />
        <path d="M6.3 17.7a8 8 0 0 1 0-11.4M17.7 6.3a8 8 0 0 1 0 11.4" />
        <path d="M3.5 20.5a12 12 0 0 1 0-17M20.5 3.5a12 12 0 0 1 0 17" opacity=".4" />
      </svg>
      <span>Heard</span>
    </a>
  );
}
