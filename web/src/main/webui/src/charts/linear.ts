/** Where a value is drawn: `domain`, of either direction, laid evenly on `range`; a domain of one value on its middle. */
export function linear(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): (value: number) => number {
  const span = to - from
  return (value) => start + (end - start) * (span === 0 ? 0.5 : (value - from) / span)
}
