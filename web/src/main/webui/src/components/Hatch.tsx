/** Patterns shared by all drawings on the page; the grid is always hatched. */
export function HatchPatterns() {
  return (
    <svg width="0" height="0" aria-hidden="true" style={{ position: 'absolute' }}>
      <defs>
        <pattern
          id="hatch-grid"
          width="5.2"
          height="5.2"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect
            width="5.2"
            height="5.2"
            style={{ fill: 'color-mix(in srgb, var(--grid) 60%, var(--card))' }}
          />
          <rect width="2.2" height="5.2" style={{ fill: 'var(--grid)' }} />
        </pattern>
        <pattern
          id="hatch-unsettled"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-45)"
        >
          <rect width="6" height="6" style={{ fill: 'var(--sunk)' }} />
          <rect width="1.2" height="6" style={{ fill: 'var(--ink-3)' }} />
        </pattern>
      </defs>
    </svg>
  )
}
