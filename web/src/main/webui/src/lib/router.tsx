// History routing for three screens: enough, and nothing to learn.
import { type AnchorHTMLAttributes, type MouseEvent, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}

/** Path and query of the page, for example `/home/100?date=2026-06-18`. */
export function useLocation(): string {
  return useSyncExternalStore(subscribe, () => location.pathname + location.search)
}

export function navigate(to: string): void {
  const samePage = new URL(to, location.href).pathname === location.pathname
  history[samePage ? 'replaceState' : 'pushState'](null, '', to)
  for (const listener of listeners) listener()
  if (samePage) return
  window.scrollTo(0, 0)
  document.getElementById('content')?.focus({ preventScroll: true })
}

export type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }

export function Link({ href, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (event.defaultPrevented || event.button !== 0 || modified) return
    event.preventDefault()
    navigate(href)
  }
  return <a href={href} onClick={follow} {...rest} />
}
