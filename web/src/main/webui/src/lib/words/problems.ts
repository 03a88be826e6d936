import { language } from '../language'

/** What each refusal means to who reads the page, by its code. */
const en: Record<string, string> = {
  'account-needed': 'This needs an account of your own.',
  'areas-do-not-fit': 'These areas cannot be linked.',
  'balancer-busy': 'The planner is busy. Try again in a moment.',
  'beyond-horizon': 'Orders are not yet taken for this quarter hour.',
  'broker-unavailable': 'The market does not hear its meters just now. Nothing is lost.',
  busy: 'Too many orders wait to be stored. Try again in a moment.',
  'buy-exposure': 'Open purchases would cost more than this account may owe.',
  'chain-lacks-cash': 'The account on the chain does not have that much money.',
  'chain-reverted': 'The chain has refused it.',
  'chain-state-mismatch':
    'The chain is not as the market knows it. Those who run the market must have a look.',
  'chain-unavailable': 'The chain does not answer just now. Nothing is lost; try again in a moment.',
  'chain-would-refuse': 'The chain would refuse it now.',
  'code-refused': 'This code is unknown, used or too old.',
  'configuration-invalid': 'The market is not set up for that.',
  'control-not-allowed': 'This home lets nobody control its devices.',
  'database-unavailable': 'The market cannot store anything just now. Try again in a moment.',
  'device-answer-refused': 'The device gave an answer that cannot be used.',
  'device-unreachable': 'The device does not answer.',
  'draft-decided': 'This draft was published or withdrawn already.',
  'duplicate-client-order-id': 'This number was used for a different order.',
  'energy-not-final': 'Energy of this quarter hour may still be corrected.',
  'engine-unavailable':
    'The exchange did not answer in time. Sending the same order again never places it twice.',
  expired: 'The time until which the order shall stand has passed.',
  'feeder-limit': 'The feeder cannot carry this much in the quarter hour.',
  forbidden: 'This login is not allowed to do that.',
  'gate-closed': 'This quarter hour can no longer be traded.',
  'gateway-taken': 'There is such a gateway already.',
  'gift-declined': 'That home declined not long ago. It is not asked again for seven days.',
  'gift-there': 'This home gives to somebody already.',
  internal: 'Something went wrong in the market. It is noted there.',
  'invalid-input': 'This does not fit.',
  'key-not-trusted': 'This key is not trusted.',
  malformed: 'The exchange has another version. Try again later.',
  'malformed-json': 'The market did not understand what the page sent. Load it anew.',
  'market-unavailable': 'The market does not answer just now.',
  'meter-contradicts': 'That contradicts what the meter has said.',
  'metering-point-taken': 'There is such a metering point already.',
  'method-not-allowed': 'The market does not take that here.',
  'no-gateway': 'The meter has no gateway that could be told.',
  'no-payout-address': 'Name an address for payouts first.',
  'no-voting-key': 'Name a key of your own to vote with first, and wait until the chain has admitted it.',
  'not-a-member': 'This home is not part of the area.',
  'not-decided': 'The members have not decided that, or its time has not come.',
  'not-found': 'There is no such thing, or it is no longer there.',
  'not-refused': 'Nothing of it was refused.',
  'not-that-much': 'The account does not have that much.',
  'not-that-much-energy': 'Not that much of it is left.',
  'not-to-be-invoiced': 'This month cannot be invoiced yet.',
  'off-lot': 'The energy is not a multiple of what the market trades.',
  'off-tick': 'The price is not a multiple of what the market trades in.',
  'other-origin': 'This page is not the market’s own. Open it at the market’s address.',
  'out-of-range': 'The price or the energy is larger than any may be.',
  'payout-address-new': 'The address was named not long ago; nothing is paid there yet.',
  'position-backward': 'The gateway is further than that already.',
  'provider-unreachable': 'The provider of sign-ins does not answer. Try again in a moment.',
  'push-not-taken': 'The browser’s push service did not take it.',
  'retirement-under-way': 'Some of this quarter hour is being used up right now.',
  'role-off': 'This part of the market is switched off here.',
  'same-person': 'Somebody else must agree to it.',
  'sell-limit': 'The connection cannot deliver this much in the quarter hour.',
  'session-needed': 'Sign in in this browser first.',
  'signing-key-unavailable': 'A key of the market cannot sign just now. Try again later.',
  'spool-full': 'The gateway’s store is full.',
  'spool-unwritable': 'The gateway cannot store readings.',
  'strategy-changed': 'Somebody else has changed it meanwhile. Have a look and try again.',
  'terms-not-allowed': 'The order’s terms contradict each other or the market’s design.',
  'too-many': 'No more of these are taken.',
  'too-many-requests': 'That was too often. Wait a while, then try again.',
  unauthorized: 'The name or the password is wrong, or you are no longer signed in.',
  unfillable: 'The linked orders cannot all be filled at once.',
  'unknown-area': 'There is no such area.',
  'unknown-order': 'There is no such order, or nothing of it is left.',
  'vote-refused': 'The community’s contract does not take this vote.',
  'withdrawal-not-waiting': 'This payout can no longer be called off.',
  'withdrawal-under-way': 'An earlier payout is still under way.',
  'worse-than-supplier': 'Your own supplier is better than that; the market must never be worse.',
  'write-token-missing': 'This browser is no longer signed in. Load the page anew.',
  'wrong-interval': 'The area has no such quarter hour.',
}

const de: Record<string, string> = {
  'account-needed': 'Dafür braucht es ein eigenes Konto.',
  'areas-do-not-fit': 'Diese Gebiete lassen sich nicht verbinden.',
  'balancer-busy': 'Die Planung ist beschäftigt. Versuchen Sie es gleich noch einmal.',
  'beyond-horizon': 'Für diese Viertelstunde werden noch keine Aufträge angenommen.',
  'broker-unavailable': 'Der Markt hört seine Zähler gerade nicht. Nichts geht verloren.',
  busy: 'Zu viele Aufträge warten aufs Speichern. Versuchen Sie es gleich noch einmal.',
  'buy-exposure': 'Offene Käufe würden mehr kosten, als dieses Konto schulden darf.',
  'chain-lacks-cash': 'Das Konto auf der Blockchain hat nicht so viel Geld.',
  'chain-reverted': 'Die Blockchain hat es abgelehnt.',
  'chain-state-mismatch':
    'Die Blockchain ist nicht so, wie der Markt sie kennt. Der Betrieb muss sich das ansehen.',
  'chain-unavailable':
    'Die Blockchain antwortet gerade nicht. Nichts geht verloren; versuchen Sie es gleich noch einmal.',
  'chain-would-refuse': 'Die Blockchain würde es jetzt ablehnen.',
  'code-refused': 'Dieser Code ist unbekannt, verbraucht oder zu alt.',
  'configuration-invalid': 'Der Markt ist dafür nicht eingerichtet.',
  'control-not-allowed': 'Dieser Haushalt lässt niemanden seine Geräte steuern.',
  'database-unavailable': 'Der Markt kann gerade nichts speichern. Versuchen Sie es gleich noch einmal.',
  'device-answer-refused': 'Die Antwort des Geräts ist nicht zu gebrauchen.',
  'device-unreachable': 'Das Gerät antwortet nicht.',
  'draft-decided': 'Dieser Entwurf wurde schon veröffentlicht oder zurückgezogen.',
  'duplicate-client-order-id': 'Diese Nummer gehört schon zu einem anderen Auftrag.',
  'energy-not-final': 'Die Energie dieser Viertelstunde kann noch berichtigt werden.',
  'engine-unavailable':
    'Die Börse hat nicht rechtzeitig geantwortet. Derselbe Auftrag noch einmal wird nie doppelt ausgeführt.',
  expired: 'Die Zeit, bis zu der der Auftrag gelten soll, ist vorbei.',
  'feeder-limit': 'So viel trägt die Leitung in der Viertelstunde nicht.',
  forbidden: 'Mit dieser Anmeldung ist das nicht erlaubt.',
  'gate-closed': 'Diese Viertelstunde kann nicht mehr gehandelt werden.',
  'gateway-taken': 'So ein Gateway gibt es schon.',
  'gift-declined': 'Dieser Haushalt hat vor Kurzem abgelehnt. Er wird sieben Tage lang nicht wieder gefragt.',
  'gift-there': 'Dieser Haushalt schenkt schon jemandem.',
  internal: 'Im Markt ist etwas schiefgegangen. Es ist dort vermerkt.',
  'invalid-input': 'Das passt so nicht.',
  'key-not-trusted': 'Diesem Schlüssel wird nicht vertraut.',
  malformed: 'Die Börse hat eine andere Version. Versuchen Sie es später noch einmal.',
  'malformed-json': 'Der Markt hat die Seite nicht verstanden. Laden Sie sie neu.',
  'market-unavailable': 'Der Markt antwortet gerade nicht.',
  'meter-contradicts': 'Das widerspricht dem, was der Zähler gemeldet hat.',
  'metering-point-taken': 'So einen Zählpunkt gibt es schon.',
  'method-not-allowed': 'Das nimmt der Markt hier nicht an.',
  'no-gateway': 'Der Zähler hat kein Gateway, dem man etwas sagen könnte.',
  'no-payout-address': 'Geben Sie zuerst eine Adresse für Auszahlungen an.',
  'no-voting-key':
    'Benennen Sie zuerst einen eigenen Schlüssel zum Abstimmen, und warten Sie, bis die Blockchain ihn zugelassen hat.',
  'not-a-member': 'Dieser Haushalt gehört nicht zum Gebiet.',
  'not-decided': 'Das haben die Mitglieder nicht beschlossen, oder seine Zeit ist noch nicht gekommen.',
  'not-found': 'Das gibt es nicht, oder es ist nicht mehr da.',
  'not-refused': 'Davon wurde nichts abgelehnt.',
  'not-that-much': 'So viel ist nicht auf dem Konto.',
  'not-that-much-energy': 'So viel ist davon nicht mehr da.',
  'not-to-be-invoiced': 'Für diesen Monat lassen sich noch keine Rechnungen stellen.',
  'off-lot': 'Diese Energiemenge wird nicht gehandelt; sie ist kein Vielfaches der kleinsten.',
  'off-tick': 'Zu diesem Preis wird nicht gehandelt; er ist kein Vielfaches der kleinsten Stufe.',
  'other-origin': 'Diese Seite ist nicht die des Marktes. Öffnen Sie sie unter der Adresse des Marktes.',
  'out-of-range': 'Preis oder Energie sind größer, als sie sein dürfen.',
  'payout-address-new': 'Die Adresse wurde vor Kurzem angegeben; dorthin wird noch nichts gezahlt.',
  'position-backward': 'Das Gateway ist schon weiter.',
  'provider-unreachable': 'Der Anbieter der Anmeldung antwortet nicht. Versuchen Sie es gleich noch einmal.',
  'push-not-taken': 'Der Push-Dienst des Browsers hat es nicht angenommen.',
  'retirement-under-way': 'Von dieser Viertelstunde wird gerade etwas eingesetzt.',
  'role-off': 'Dieser Teil des Marktes ist hier ausgeschaltet.',
  'same-person': 'Dem muss jemand anderes zustimmen.',
  'sell-limit': 'So viel kann der Anschluss in der Viertelstunde nicht liefern.',
  'session-needed': 'Melden Sie sich zuerst in diesem Browser an.',
  'signing-key-unavailable':
    'Ein Schlüssel des Marktes kann gerade nicht unterschreiben. Versuchen Sie es später noch einmal.',
  'spool-full': 'Der Speicher des Gateways ist voll.',
  'spool-unwritable': 'Das Gateway kann keine Ablesungen speichern.',
  'strategy-changed':
    'Jemand anderes hat es inzwischen geändert. Sehen Sie nach, und versuchen Sie es noch einmal.',
  'terms-not-allowed': 'Die Bedingungen des Auftrags widersprechen einander oder dem Markt.',
  'too-many': 'Mehr davon werden nicht angenommen.',
  'too-many-requests': 'Das war zu oft. Warten Sie etwas, und versuchen Sie es dann noch einmal.',
  unauthorized: 'Name oder Passwort stimmen nicht, oder Sie sind nicht mehr angemeldet.',
  unfillable: 'Die verbundenen Aufträge lassen sich nicht alle zugleich ausführen.',
  'unknown-area': 'Dieses Gebiet gibt es nicht.',
  'unknown-order': 'Diesen Auftrag gibt es nicht, oder es ist nichts mehr davon offen.',
  'vote-refused': 'Der Vertrag der Gemeinschaft nimmt diese Stimme nicht an.',
  'withdrawal-not-waiting': 'Diese Auszahlung lässt sich nicht mehr zurückrufen.',
  'withdrawal-under-way': 'Eine frühere Auszahlung läuft noch.',
  'worse-than-supplier': 'Ihr eigener Versorger ist besser; der Markt darf nie schlechter sein.',
  'write-token-missing': 'Dieser Browser ist nicht mehr angemeldet. Laden Sie die Seite neu.',
  'wrong-interval': 'Diese Viertelstunde hat das Gebiet nicht.',
}

/** The same of single inputs, where people meet them. */
const fields = {
  en: {
    password: 'This is not the password, or it cannot be one.',
    current: 'This is not the password.',
    passkey: 'This passkey was not taken.',
    email: 'This e-mail address cannot be used.',
    login: 'This name cannot be used.',
    amount: 'This is not an amount that can be paid.',
    address: 'This is not an address: 0x and 40 digits or letters a to f.',
    signature: 'This signature is not of the address’s key, or the key acts for another home.',
    grantee: 'There is no account of that name that may read.',
    pricePerDay: 'This is not a price that can be asked for.',
    expiresAt: 'This time cannot be chosen.',
  } as Record<string, string>,
  de: {
    password: 'Das ist nicht das Passwort, oder es kann keines sein.',
    current: 'Das ist nicht das Passwort.',
    passkey: 'Dieser Passkey wurde nicht angenommen.',
    email: 'Diese E-Mail-Adresse lässt sich nicht verwenden.',
    login: 'Dieser Name lässt sich nicht verwenden.',
    amount: 'Das ist kein Betrag, der sich auszahlen lässt.',
    address: 'Das ist keine Adresse: 0x und 40 Ziffern oder Buchstaben a bis f.',
    signature:
      'Diese Unterschrift ist nicht vom Schlüssel der Adresse, oder er handelt für einen anderen Haushalt.',
    grantee: 'Ein Konto dieses Namens, das lesen darf, gibt es nicht.',
    pricePerDay: 'Diesen Preis kann man nicht verlangen.',
    expiresAt: 'Diese Zeit lässt sich nicht wählen.',
  } as Record<string, string>,
}

/** Where the market's own words, which are English, say more than the code does. */
const SUPPLEMENTED = new Set([
  'invalid-input',
  'internal',
  'not-decided',
  'not-found',
  'not-to-be-invoiced',
  'meter-contradicts',
  'chain-reverted',
  'chain-would-refuse',
  'energy-not-final',
  'not-that-much',
  'not-that-much-energy',
  'payout-address-new',
  'vote-refused',
  'worse-than-supplier',
])

const unknown = {
  en: { ours: 'The market does not take that.', theirs: 'The market cannot do that just now.' },
  de: { ours: 'Das nimmt der Markt nicht an.', theirs: 'Das kann der Markt gerade nicht.' },
}

export interface Refusal {
  status: number
  code?: string | undefined
  field?: string | undefined
  detail?: string | undefined
}

/** Whether a code has words in a language. */
export const hasWords = (code: string, of: 'en' | 'de'): boolean => Object.hasOwn({ en, de }[of], code)

/** Why the market refused something, in the page's language; its own words at most stand behind. */
export function problemText({ status, code = '', field = '', detail = '' }: Refusal): string {
  const of = language()
  const own = code === 'invalid-input' && Object.hasOwn(fields[of], field) ? fields[of][field] : undefined
  if (own) return own
  const words = { en, de }[of]
  const known = Object.hasOwn(words, code) ? words[code] : undefined
  const said = known ?? (status >= 500 ? unknown[of].theirs : unknown[of].ours)
  return detail !== '' && (!known || SUPPLEMENTED.has(code)) ? `${said} (${detail})` : said
}
