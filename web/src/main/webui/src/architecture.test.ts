import { expect, it } from 'vitest'

const sources = import.meta.glob<string>('./**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })

/** Imports of a source, as paths from `src`. */
function importsOf(file: string, text: string): string[] {
  const folder = file.split('/').slice(1, -1)
  return [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target]) => {
    const path = [...folder]
    for (const step of (target as string).split('/')) {
      if (step === '..') path.pop()
      else if (step !== '.') path.push(step)
    }
    return path.join('/')
  })
}

const edges = Object.entries(sources)
  .filter(([file]) => !file.includes('.test.'))
  .flatMap(([file, text]) => importsOf(file, text).map((target) => [file.slice(2), target] as const))

it('lets no feature import another', () => {
  const feature = (path: string) => path.match(/^features\/(\w+)\//)?.[1]
  const crossing = edges.filter(
    ([file, target]) => feature(file) && feature(target) && feature(file) !== feature(target),
  )
  expect(crossing).toEqual([])
})

it('imports one way: app, features, components and charts, lib', () => {
  const layers = ['lib', 'charts', 'components', 'features', 'app']
  const level = (path: string) => layers.indexOf(path.split('/')[0] ?? '')
  const upwards = edges.filter(([file, target]) => level(target) > level(file))
  expect(edges.length).toBeGreaterThan(100)
  expect(upwards).toEqual([])
})

it('formats figures nowhere but in lib/format, and in the texts themselves', () => {
  const offenders = Object.entries(sources).filter(
    ([file, text]) =>
      !file.includes('.test.') &&
      !['./lib/format.ts', './lib/icu.ts'].includes(file) &&
      /toLocaleString|NumberFormat|DateTimeFormat/.test(text),
  )
  expect(offenders.map(([file]) => file)).toEqual([])
})

it('takes no text while modules load, when the language is not known yet', () => {
  const offenders = Object.entries(sources).filter(([file, text]) => {
    const constants = text.match(/^(export )?const \w+[^\n]*= ([[{][\s\S]*?\n[\]}]|[^\n]*$)/gm) ?? []
    return (
      !/\.test\.|lib\/words/.test(file) && constants.some((one) => !one.includes('=>') && /\bt\.\w/.test(one))
    )
  })
  expect(offenders.map(([file]) => file)).toEqual([])
})
