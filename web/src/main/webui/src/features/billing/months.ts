// Months as the market writes them, `2026-06`.

export function shiftMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const index = year * 12 + number - 1 + by
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** The month itself and those before it, newest first. */
export const monthsTo = (month: string, count: number): string[] =>
  Array.from({ length: count }, (_, back) => shiftMonth(month, -back))
