import { useEffect, useState } from 'react'

export type Theme = 'light' | 'dark'

const KEY = 'peerwatt.theme'

const DARK = '(prefers-color-scheme: dark)'

const preferred = (): Theme => (matchMedia(DARK).matches ? 'dark' : 'light')

function remembered(): Theme | null {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : null
  } catch {
    return null
  }
}

/** What somebody chose on this page or at an earlier visit; null while nobody did. */
function chosen(): Theme | null {
  const { theme } = document.documentElement.dataset
  return theme === 'light' || theme === 'dark' ? theme : null
}

/** Sets the remembered theme on the page before the first paint. */
export function applyRememberedTheme(): void {
  const theme = remembered()
  if (theme) document.documentElement.dataset.theme = theme
}

/** What the page wears, and how to change it; it follows the system, which may change by itself, until then. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState<Theme>(() => chosen() ?? preferred())
  useEffect(() => {
    const system = matchMedia(DARK)
    const follow = () => setTheme(chosen() ?? preferred())
    system.addEventListener('change', follow)
    return () => system.removeEventListener('change', follow)
  }, [])
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
