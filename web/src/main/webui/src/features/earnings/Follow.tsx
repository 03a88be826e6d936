import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { Card } from '../../components/Card'
import { Notice } from '../../components/Notice'
import { HashButton } from '../../components/Proof'
import { Skeleton } from '../../components/Skeleton'
import { api, type Home, type StatementLine, type StatementOf, type StatementOrigin } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { Link } from '../../lib/router'
import { CertificateOf } from './CertificateOf'
import styles from './Earnings.module.css'

/** Until a line is on the chain. */
const REFRESH_MILLIS = 5_000

interface FollowProps {
  home: Home
  homes: readonly Home[]
  /** Start of the quarter hour. */
  from: string
  intervalMinutes: number
  timeZone: string
  closeHref: string
}

/** A quarter hour's kWh from the statement over trade and batch to the proof. */
export function Follow({ home, homes, from, intervalMinutes, timeZone, closeHref }: FollowProps) {
  const start = Date.parse(from)
  const to = new Date(start + intervalMinutes * 60_000).toISOString()
  const found = useResource(
    `follow ${home.participantId} ${from}`,
    () => api.statement(home.participantId, from, to),
    REFRESH_MILLIS,
  )
  return (
    <Card
      slot="last"
      title={t.earnings.follow.title(format.quarter(start, intervalMinutes, timeZone))}
      note={t.earnings.follow.note}
      aside={<Link href={closeHref}>{t.earnings.follow.close}</Link>}
    >
      {!found.data && !found.error && (
        <div className={styles.loading}>
          <Skeleton height={300} />
        </div>
      )}
      {!found.data && found.error && <Notice title={t.earnings.follow.failed} />}
      {found.data && (
        <Steps
          statement={found.data}
          homes={homes}
          participantId={home.participantId}
          from={from}
          timeZone={timeZone}
          download={api.statementLines(home.participantId, from, to)}
        />
      )}
    </Card>
  )
}

function Steps({
  statement,
  homes,
  participantId,
  from,
  timeZone,
  download,
}: {
  statement: StatementOf
  homes: readonly Home[]
  participantId: number
  from: string
  timeZone: string
  download: string
}) {
  const words = t.earnings.follow
  const { origins, lines, currency } = statement
  const proven = lines.filter((line) => line.onChain)
  const first = lines[0]
  return (
    <ol className={styles.steps} data-testid="follow">
      <Step title={words.statement}>
        {origins.map((one) => (
          <p key={`${one.origin} ${one.lines.join()}`}>{what(one, currency)}</p>
        ))}
      </Step>
      <Step title={words.trade}>
        {origins
          .filter((one) => one.origin !== 'OWN')
          .map((one) => (
            <p key={`${one.origin} ${one.lines.join()}`}>{how(one, statement, homes)}</p>
          ))}
        {origins.every((one) => one.origin === 'OWN') && <p>{words.none}</p>}
      </Step>
      {first && (
        <Step title={words.batch}>
          <p>{words.settled(format.count(first.version), format.shortHash(first.proof.batchKey))}</p>
        </Step>
      )}
      <Step title={words.proof}>
        {proven.length === 0 ? <p>{words.waiting}</p> : <Proofs lines={proven} />}
      </Step>
      {proven.length > 0 && (
        <Step title={words.certificate}>
          <CertificateOf participantId={participantId} from={from} timeZone={timeZone} />
        </Step>
      )}
      <Step title={words.verify}>
        <p>{words.verifyNote}</p>
        <p>
          <code className={styles.command}>./peerwatt verify --statement FILE --rpc URL</code>
        </p>
        <p>
          <a href={download} download="statement.json" className={styles.download}>
            {words.download} <ExternalLink size={14} aria-hidden="true" />
          </a>
        </p>
      </Step>
    </ol>
  )
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className={styles.step}>
      <h3 className={styles.stepTitle}>{title}</h3>
      {children}
    </li>
  )
}

function Proofs({ lines }: { lines: readonly StatementLine[] }) {
  const words = t.earnings.follow
  const transaction = lines.find((line) => line.proof.transaction)?.proof.transaction
  const [line] = lines
  return (
    <>
      {lines.map((one) => (
        <p key={one.number}>{words.leaf(format.count(one.number), format.shortHash(one.proof.leaf))}</p>
      ))}
      {line && <p>{words.path(line.proof.path.length, format.shortHash(line.proof.root))}</p>}
      {transaction ? (
        <p data-testid="follow-proof">
          {words.chain} <HashButton hash={transaction.hash} />{' '}
          {transaction.blockNumber !== null && t.settlements.block(format.count(transaction.blockNumber))}
        </p>
      ) : (
        <p>{words.waiting}</p>
      )}
    </>
  )
}

function what(one: StatementOrigin, currency: string): string {
  const name = t.earnings.origins.names[one.origin]
  const energy = format.energyTraded(one.energyWh)
  return one.priceMicro === null
    ? t.earnings.follow.free(name, energy)
    : t.earnings.follow.line(name, energy, format.price(one.priceMicro, currency))
}

function how(one: StatementOrigin, statement: StatementOf, homes: readonly Home[]): string {
  const energy = format.energyTraded(one.energyWh)
  const price = format.price(one.priceMicro, statement.currency)
  if (one.tradeId !== null) {
    const line = statement.lines.find((candidate) => one.lines.includes(candidate.number))
    const partner = homes.find((home) => home.participantId === line?.counterpartyId)
    return t.earnings.follow.matched(energy, partner?.name ?? t.app.someone, String(one.tradeId), price)
  }
  return one.origin.startsWith('POOL')
    ? t.earnings.follow.pooled(energy, price)
    : t.earnings.follow.residual(energy, price)
}
