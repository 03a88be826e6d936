import { afterEach, expect, it } from 'vitest'
import { api } from './api'
import { setLocale } from './language'

const real = globalThis.fetch
afterEach(() => {
  globalThis.fetch = real
  setLocale('en-GB')
})

/** A market that answers when it is told to; says what it was asked. */
function market() {
  const asked: string[] = []
  const waiting: (() => void)[] = []
  globalThis.fetch = ((path: string, { method }: RequestInit) => {
    asked.push(`${method} ${path}`)
    return new Promise((resolve) => {
      waiting.push(() => resolve(new Response(method === 'GET' ? '[]' : null)))
    })
  }) as typeof fetch
  return { asked, answer: (question: number) => waiting[question]?.() }
}

it('asks once for what several parts of a page ask at the same time', async () => {
  const { asked, answer } = market()
  const both = [api.areas(), api.areas()]
  answer(0)
  expect(await Promise.all(both)).toEqual([[], []])
  expect(asked).toEqual(['GET /api/v1/areas'])
})

it('asks again once there was an answer', async () => {
  const { asked, answer } = market()
  for (const question of [0, 1]) {
    const areas = api.areas()
    answer(question)
    await areas
  }
  expect(asked).toEqual(['GET /api/v1/areas', 'GET /api/v1/areas'])
})

it('asks anew after a write, though what was asked before it has no answer yet', async () => {
  const { asked, answer } = market()
  const before = api.areas()
  const write = api.removePasskey(1, { password: 'x' })
  answer(1)
  await write
  const after = api.areas()
  answer(2)
  await after
  answer(0)
  await before
  expect(asked.filter((one) => one === 'GET /api/v1/areas')).toHaveLength(2)
})

it('says why something was refused in the language of the page', async () => {
  const problem = { type: 'urn:peerwatt:error:gift-there', title: 'gift there', detail: 'The home gives.' }
  globalThis.fetch = (async () => new Response(JSON.stringify(problem), { status: 409 })) as typeof fetch
  setLocale('de-AT')
  await expect(api.offerGift(1, 2)).rejects.toMatchObject({
    code: 'gift-there',
    message: 'Dieser Haushalt schenkt schon jemandem.',
  })
})
