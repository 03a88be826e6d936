// What the page shows first: all of it at once, so that nothing moves while somebody begins to read.
import {
  createContext,
  type ReactNode,
  startTransition,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react'

/** Whatever is missing after so long is shown as missing. */
const MOST_MILLIS = 2_000

/** Counts what is waited for; what it returns takes it back. */
type Hold = () => () => void

const FirstViewHold = createContext<Hold | null>(null)

interface FirstViewProps {
  /** Stands in the place of the children until they have what they begin with. */
  waiting: ReactNode
  children: ReactNode
}

/** Holds the first page back until its parts have loaded once; later pages come as they are. */
export function FirstView({ waiting, children }: FirstViewProps) {
  const [open, setOpen] = useState(false)
  const holds = useRef(0)
  const look = useCallback(() => {
    // Not before what just came has said whether it needs more.
    window.setTimeout(() => holds.current === 0 && startTransition(() => setOpen(true)))
  }, [])
  const hold = useCallback(() => {
    holds.current++
    return () => {
      holds.current--
      look()
    }
  }, [look])
  useEffect(() => {
    look()
    const timer = window.setTimeout(() => startTransition(() => setOpen(true)), MOST_MILLIS)
    return () => window.clearTimeout(timer)
  }, [look])
  return (
    <FirstViewHold value={open ? null : hold}>
      {!open && waiting}
      <div style={open ? undefined : { visibility: 'hidden', height: 0, overflow: 'hidden' }}>{children}</div>
    </FirstViewHold>
  )
}

/** Whether the first page is shown by now: before, nothing has a place to scroll to. */
export const useIsShown = (): boolean => useContext(FirstViewHold) === null

/** Holds the first page back while something it begins with is missing. */
export function useHold(missing: boolean): void {
  const hold = useContext(FirstViewHold)
  useEffect(() => (missing && hold ? hold() : undefined), [missing, hold])
}
