import { useState } from 'react'

export type Theme = 'light' | 'dark'

const KEY = 'peerwatt.theme'

const preferred = (): Theme => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')

function remembered(): Theme | null {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : null
  } catch {
    return null
  }
}

/** Sets the remembered theme on the page before the first paint. */
export function applyRememberedTheme(): void {
  const theme = remembered()
  if (theme) document.documentElement.dataset.theme = theme
}

export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(() => remembered() ?? preferred())
  const toggle = () => {
    const next = theme === 'light' ? 'dark' : 'light'
    document.documentElement.dataset.theme = next
    try {
      localStorage.setItem(KEY, next)
    } catch {
      // Private windows may refuse storage; the choice then lasts until the page is closed.
    }
    setTheme(next)
  }
  return [theme, toggle]
}
