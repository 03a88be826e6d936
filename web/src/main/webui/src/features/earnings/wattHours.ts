/** Wh of a number of kWh as somebody writes it, with a comma or a point; null if it is none. */
export function energyOf(text: string): number | null {
  const [, whole, part = ''] = text.trim().match(/^(\d{1,6})(?:[.,](\d{1,3}))?$/) ?? []
  return whole === undefined ? null : Number(whole) * 1000 + Number(part.padEnd(3, '0'))
}
