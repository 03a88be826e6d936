import { useLayoutEffect, useState } from 'react'

/** Width in CSS px of the element that takes the ref, 0 before the first layout. */
export function useWidth<T extends HTMLElement>(): [ref: (element: T | null) => void, width: number] {
  const [element, setElement] = useState<T | null>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    if (!element) return
    const measure = () => setWidth(Math.floor(element.clientWidth))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [element])
  return [setElement, width]
}
