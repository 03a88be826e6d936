/** Two circles that share: a home's sun and its neighbours. */
export function Logo({ size = 34 }: { size?: number }) {
  return (
    <svg width={size} height={size * 0.6} viewBox="0 0 34 20" aria-hidden="true">
      <circle cx="10.5" cy="10" r="9.5" fill="var(--solar)" />
      <circle cx="23.5" cy="10" r="9.5" fill="var(--neigh)" />
      <path d="M17 3.07a9.5 9.5 0 0 1 0 13.86 9.5 9.5 0 0 1 0-13.86z" fill="var(--ink)" />
    </svg>
  )
}
