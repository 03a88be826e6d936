import { expect, it } from 'vitest'
import { browserName } from './browserName'

it('tells browsers and systems apart', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'
  expect(browserName(chrome)).toEqual({ name: 'Chrome', system: 'Linux' })
  expect(browserName(`${chrome} Edg/156.0`)).toEqual({ name: 'Edge', system: 'Linux' })
  expect(
    browserName(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Mobile Safari/604',
    ),
  ).toEqual({ name: 'Safari', system: 'iPhone' })
  expect(browserName('curl/8.9.1')).toEqual({ name: null, system: '' })
})
