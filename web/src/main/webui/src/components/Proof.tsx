import { Check, CircleDashed, Copy, Minus, Send, ShieldCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { SettlementState, Transaction } from '../lib/api'
import { count, shortHash } from '../lib/format'
import { t } from '../lib/messages'
import styles from './Proof.module.css'

/** A settlement's state, or that it had no energy and so has no proof. */
export type ProofKind = SettlementState | 'NOTHING'

const ICONS = {
  SETTLED: CircleDashed,
  SENT: Send,
  CONFIRMED: ShieldCheck,
  REVERTED: TriangleAlert,
  NOTHING: Minus,
}

/** How far the proof of a settlement has come, in words. */
export function ProofState({ state, block }: { state: ProofKind; block?: number | null | undefined }) {
  const Icon = ICONS[state]
  return (
    <span className={styles.state} data-state={state}>
      <Icon size={15} aria-hidden="true" />
      <span>
        {t.settlements.proof[state]}
        {state === 'CONFIRMED' && block != null && (
          <span className={styles.block}> {t.settlements.block(count(block))}</span>
        )}
      </span>
    </span>
  )
}

/** A short transaction hash; pressing it copies the whole. */
export function HashButton({ hash }: { hash: string }) {
  const [copied, setCopied] = useState(false)
  const copy = () => {
    navigator.clipboard?.writeText(hash).then(
      () => {
        setCopied(true)
        window.setTimeout(() => setCopied(false), 1600)
      },
      () => setCopied(false),
    )
  }
  return (
    <button type="button" className={styles.hash} title={hash} onClick={copy}>
      <span className="visually-hidden">{t.settlements.copy}</span>
      <span aria-live="polite">{copied ? t.settlements.copied : shortHash(hash)}</span>
      {copied ? <Check size={13} aria-hidden="true" /> : <Copy size={13} aria-hidden="true" />}
    </button>
  )
}

/** The hash of a transaction that may be given as text or as an object. */
export function hashOf(transaction: Transaction | string | null): string | null {
  if (transaction === null) return null
  return typeof transaction === 'string' ? transaction : transaction.hash
}
