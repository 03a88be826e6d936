import type { AppNotification } from '../../lib/api'
import * as format from '../../lib/format'
import { newsWords } from '../../lib/words/news'

/** Billionths as a decimal amount, `1234567890` as `1.234567890`. */
export function decimalOf(nano: string | undefined): string | null {
  if (!nano || !/^\d+$/.test(nano)) return null
  const digits = nano.padStart(10, '0')
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`
}

/** A sentence or two about what happened. */
export function bodyOf({ kind, details }: AppNotification): string {
  const says = newsWords()
  const money = () => format.money(decimalOf(details.amountNano), details.currency ?? 'EUR')
  switch (kind) {
    case 'METER_SILENT':
      return says.meterSilent(format.moment(Date.parse(details.since ?? '')))
    case 'METER_HEARD':
      return says.meterHeard
    case 'FIRST_SALE':
      return says.firstSale(format.energyTraded(Number(details.energyWh)), money())
    case 'TRADING_PAUSED':
      return says.tradingPaused
    case 'INVOICE_READY':
      return says.invoiceReady(format.month(details.month ?? ''), details.corrected === 'true')
    case 'STATEMENT_CORRECTED':
      return says.statementCorrected(dayOf(details.day))
    case 'PRICES_CHANGE':
      return says.pricesChange(dayOf(details.from))
    case 'PAYOUT_SENT':
      return says.payoutSent(money())
    case 'PAYOUT_REFUSED':
      return says.payoutRefused(money())
    case 'DATA_OFFERED':
      return says.dataOffered(details.purpose ?? '', details.priced === 'true')
    case 'GIFT_OFFERED':
      return says.giftOffered(details.home ?? '')
    case 'GIFT_ACCEPTED':
      return says.giftAccepted(details.home ?? '')
    case 'GIFT_DECLINED':
      return says.giftDeclined
    case 'GIFT_ENDED':
      return says.giftEnded(details.home ?? '', details.gave === 'true')
    case 'CONSENT_ENDING':
      return says.consentEnding(details.purpose ?? '', dayOf(details.until?.slice(0, 10)))
    case 'NEW_SIGN_IN':
      return says.newSignIn(details.address ?? '')
    case 'NEW_WAY_IN':
      return says.newWayIn
    case 'PASSWORD_CHANGED':
      return says.passwordChanged
    case 'PAYOUT_ADDRESS_SET':
      return says.payoutAddressSet(details.by ?? '', details.home ?? '')
    case 'WITHDRAWAL_ASKED':
      return says.withdrawalAsked(money(), details.home ?? '')
    case 'METERING_ALARM':
      return says.meteringAlarm(details.point || 'none')
  }
}

const dayOf = (date: string | undefined) => format.day(Date.parse(`${date}T12:00:00Z`), 'UTC')
