/** Name and system of a browser, as far as what it calls itself says so. */
export function browserName(userAgent: string): { name: string | null; system: string } {
  const names: [string, RegExp][] = [
    ['Edge', /Edg\//],
    ['Opera', /OPR\//],
    ['Samsung Internet', /SamsungBrowser\//],
    ['Firefox', /Firefox\/|FxiOS\//],
    ['Chrome', /Chrome\/|CriOS\//],
    ['Safari', /Safari\//],
  ]
  const systems: [string, RegExp][] = [
    ['Android', /Android/],
    ['iPhone', /iPhone/],
    ['iPad', /iPad/],
    ['Windows', /Windows/],
    ['Mac', /Macintosh/],
    ['Linux', /Linux|X11/],
  ]
  const first = (all: [string, RegExp][]) => all.find(([, pattern]) => pattern.test(userAgent))?.[0]
  return { name: first(names) ?? null, system: first(systems) ?? '' }
}
