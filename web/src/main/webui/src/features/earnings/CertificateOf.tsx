import { api } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { useResource } from '../../lib/resource'
import { Link } from '../../lib/router'

interface CertificateOfProps {
  participantId: number
  /** Start of the quarter hour. */
  from: string
  timeZone: string
}

/** What of a quarter hour's local energy is a certificate, and what was used up. */
export function CertificateOf({ participantId, from, timeZone }: CertificateOfProps) {
  const words = t.earnings.follow
  const found = useResource(`certificate ${participantId} ${from}`, () =>
    api.certificates(participantId, from),
  )
  if (!found.data) return <p>{found.error ? words.certificateUnknown : words.certificateAsked}</p>
  const one = found.data.certificates.find((candidate) => Date.parse(candidate.interval) === Date.parse(from))
  if (!one) return <p>{words.certificateNone}</p>
  return (
    <>
      <p>
        {one.minted
          ? words.minted(format.energyExact(one.boughtWh))
          : words.mintable(
              format.energyExact(one.boughtWh),
              format.date(format.isoDate(Date.parse(one.mintableFrom), timeZone)),
            )}
      </p>
      {one.minted && (
        <p>{words.retired(format.energyExact(one.retiredWh), format.energyExact(one.heldWh))}</p>
      )}
      <p>
        <Link href={`/community?home=${participantId}`}>{t.community}</Link>
      </p>
    </>
  )
}
