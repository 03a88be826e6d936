import type { Texts } from '../../messages'
import type * as en from '../en/account'
import { say } from '../say'

export const signIn: Texts<typeof en.signIn> = {
  title: 'Anmelden',
  sentence: 'Melden Sie sich an, um Ihr Zuhause zu sehen.',
  login: 'E-Mail oder Anmeldename',
  password: 'Passwort',
  show: 'Zeigen',
  hide: 'Verbergen',
  showPassword: 'Passwort zeigen',
  act: 'Anmelden',
  waiting: 'Anmeldung läuft',
  wrong: 'Der Name oder das Passwort ist falsch. Prüfen Sie beides und versuchen Sie es erneut.',
  tooMany: say(
    'Das war zu oft falsch. Zu Ihrer Sicherheit warten Sie bitte {minutes, plural, one {eine Minute} other {# Minuten}} und versuchen es dann erneut.',
    (minutes) => ({ minutes }),
  ),
  unreachable: 'Der Markt antwortet nicht. Versuchen Sie es gleich noch einmal.',
  lookOn: 'Ohne Anmeldung zusehen',
  forgot: 'Passwort vergessen?',
  join: 'Sie haben einen Kopplungscode? Zuhause anmelden',
}

export const join: Texts<typeof en.join> = {
  title: 'Beitreten',
  sentence: 'In vier Schritten ist Ihr Zuhause dabei.',
  found: say('Das ist ⟦{home}⟧, {area}.', (home, area) => ({ home, area })),
  welcome: say('Willkommen bei ⟦{home}⟧.', (home) => ({ home })),
  step: say('Schritt {step} von 4', (step) => ({ step })),
  steps: ['Kopplungscode', 'Ihr Konto', 'Wie es handelt', 'Sie sind dabei'],
  code: 'Kopplungscode',
  codeNote: 'Zwölf Zeichen, vom Blatt zu Ihrem Zähler oder von jemandem aus Ihrem Haushalt.',
  refused:
    'Dieser Code ist vertippt, schon verwendet oder zu alt. Prüfen Sie ihn oder lassen Sie sich einen neuen geben.',
  next: 'Weiter',
  name: 'Ihr Name',
  email: 'E-Mail',
  emailNote: 'Damit melden Sie sich an. Wir schicken Ihnen einen Link zur Bestätigung.',
  act: 'Diesem Haushalt beitreten',
  joining: 'Beitritt läuft',
  asYou: say('Sie sind als {login} angemeldet; dieser Haushalt kommt zu Ihrem Konto hinzu.', (login) => ({
    login,
  })),
  haveAccount: 'Sie haben schon ein Konto?',
  isMember: say('Ab jetzt handeln Sie für {home}.', (home) => ({ home })),
  confirmMail: 'Bestätigen Sie Ihre E-Mail-Adresse: Ein Link ist in Ihrem Postfach.',
  firstOrder: 'Ihr Zuhause handelt von selbst, sobald sich sein Zähler gemeldet hat.',
  firstSale: say('Erster {sells, select, true {Verkauf an} other {Kauf von}} Nachbarn.', (sells) => ({
    sells,
  })),
  waiting: say(
    'Der erste {sells, select, true {Verkauf} other {Kauf}} steht noch aus. Er erscheint hier von selbst.',
    (sells) => ({ sells }),
  ),
  sold: say(
    '{sells, select, true {Ihr erster Verkauf: {energy} an Nachbarn für {span}, für mindestens {price} je kWh.} other {Ihr erster Kauf: {energy} von Nachbarn für {span}, für höchstens {price} je kWh.}}',
    (sells, energy, span, price) => ({ sells, energy, span, price }),
  ),
  toAccount: 'Zu Ihrem Konto',
  seeHome: 'Zu Ihrem Zuhause',
}

export const verify: Texts<typeof en.verify> = {
  title: 'E-Mail',
  ask: 'Ist das Konto, das in der E-Mail steht, Ihres?',
  confirm: 'Ja, meine E-Mail-Adresse bestätigen',
  done: 'Ihre E-Mail-Adresse ist bestätigt.',
  failed: 'Dieser Link wurde schon verwendet oder ist zu alt.',
  retry: 'Einen neuen erhalten Sie hier:',
  act: 'Zu Ihrem Konto',
}

export const reset: Texts<typeof en.reset> = {
  title: 'Neues Passwort',
  forgotten: 'Wir schicken Ihnen einen Link für ein neues Passwort.',
  sentence: 'Wählen Sie ein neues Passwort.',
  note: 'Die Adresse, die Sie bestätigt haben.',
  ask: 'Link schicken',
  mailed:
    'Wenn das die bestätigte Adresse eines Kontos ist, ist ein Link unterwegs. Er gilt eine Stunde lang.',
  refused: 'Dieser Link wurde schon verwendet oder ist zu alt. Fordern Sie einen neuen an.',
  act: 'Passwort setzen',
  done: 'Ihr Passwort ist gesetzt, und alle Browser sind abgemeldet.',
}

export const you: Texts<typeof en.you> = {
  title: 'Konto',
  hello: say('Angemeldet als ⟦{name}⟧.', (name) => ({ name })),
  account: 'Ihr Konto',
  login: 'Anmeldename',
  homes: 'Haushalte',
  noHomes: 'keine',
  roles: 'Rollen',
  role: { UTILITY: 'Versorger', OPERATOR: 'Betrieb', ADMIN: 'Administration' },
  member: 'Mitglied',
  noRoles: 'noch keine',
  signOut: 'Abmelden',
  failed: 'Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.',
  email: 'E-Mail',
  emailNone: 'Ohne E-Mail-Adresse lässt sich ein vergessenes Passwort nicht neu setzen.',
  emailOpen: 'Noch nicht bestätigt: Ein Link ist in Ihrem Postfach.',
  emailConfirmed: 'Bestätigt.',
  emailPending: say(
    'Bestätigt; {next} tritt an ihre Stelle, sobald Sie diese Adresse bestätigen.',
    (next) => ({ next }),
  ),
  emailSet: 'Diese Adresse verwenden',
  emailAgain: 'Link erneut schicken',
  emailSent: 'Ein Link ist unterwegs. Öffnen Sie ihn, um die Adresse zu bestätigen.',
  people: say('Personen in {home}', (home) => ({ home })),
  peopleNote: 'Sie alle sehen Verbrauch und Erlöse und stellen ein, wie der Haushalt handelt.',
  yourself: 'Sie',
  letOut: 'Entfernen',
  letOutOf: say('{name} aus dem Haushalt entfernen', (name) => ({ name })),
  invite: 'Jemanden einladen',
  codeFor: 'Geben Sie diesen Kopplungscode für die Seite „Beitreten“ weiter:',
  codeUntil: say('Er gilt einmal, bis {when}, und wird nicht wieder angezeigt.', (when) => ({ when })),
  joinAnother: 'Mit einem Kopplungscode einem Haushalt beitreten',
  activity: 'Was mit Ihrem Konto geschah',
  activityNote: 'Das Neueste zuerst. Ändern Sie Ihr Passwort, wenn etwas davon nicht von Ihnen ist.',
  activityEmpty: 'Noch nichts.',
  happened: say(
    '{when}{address, select, none {} other { · von {address}}}{by, select, none {} other { · durch {by}}}',
    (when, address, by) => ({ when, address: address || 'none', by: by || 'none' }),
  ),
  event: {
    SIGNED_IN: 'Angemeldet',
    SIGN_IN_REFUSED: 'Ein falsches Passwort wurde versucht',
    SIGNED_OUT: 'Abgemeldet',
    SESSION_ENDED: 'Ein Browser wurde abgemeldet',
    PASSWORD_CHANGED: 'Passwort geändert',
    PASSWORD_RESET: 'Passwort per E-Mail gesetzt',
    EMAIL_SET: 'E-Mail-Adresse eingetragen',
    EMAIL_CONFIRMED: 'E-Mail-Adresse bestätigt',
    ACCOUNT_MADE: 'Konto angelegt',
    ACCOUNT_REMOVED: 'Konto entfernt',
    ROLES_SET: 'Rollen vergeben',
    HOME_JOINED: 'Einem Haushalt beigetreten',
    HOME_LEFT: 'Einen Haushalt verlassen',
    CODE_DRAWN: 'Jemand wurde eingeladen',
    CONSENT_SET: 'Einwilligung erteilt oder widerrufen',
    PASSKEY_ADDED: 'Passkey hinzugefügt',
    PASSKEY_REMOVED: 'Passkey entfernt',
    PASSKEY_REFUSED: 'Ein Passkey wurde abgelehnt',
    PROVIDER_LINKED: 'Weitere Anmeldung verknüpft',
    PROVIDER_UNLINKED: 'Weitere Anmeldung getrennt',
    DATA_EXPORTED: 'Ihre Daten wurden heruntergeladen',
    PAYOUT_ADDRESS_SET: 'Auszahlungsadresse angegeben',
    WITHDRAWAL_ASKED: 'Auszahlung beauftragt',
  },
  sessions: 'Wo Sie angemeldet sind',
  sessionsNote: 'Melden Sie ab, was Sie nicht kennen, und ändern Sie dann Ihr Passwort.',
  browser: say('{name}{system, select, none {} other { unter {system}}}', (name, system) => ({
    name,
    system: system || 'none',
  })),
  unknownBrowser: 'Ein anderes Programm',
  thisBrowser: 'dieser Browser',
  used: say('zuletzt {when} · von {address}', (when, address) => ({ when, address })),
  end: 'Abmelden',
  endOf: say('{browser} abmelden, zuletzt {when}', (browser, when) => ({ browser, when })),
  ended: 'Abgemeldet.',
  password: 'Passwort',
  passwordNote: 'Mindestens zehn Zeichen; ein paar Wörter merken sich am leichtesten.',
  current: 'Bisheriges Passwort',
  next: 'Neues Passwort',
  change: 'Passwort ändern',
  choose: 'Passwort festlegen',
  changed: 'Ihr Passwort ist geändert. Alle anderen Browser sind abgemeldet.',
}

export const provider: Texts<typeof en.provider> = {
  signIn: say('Mit {provider} anmelden', (provider) => ({ provider })),
  failed: say(
    '{provider} hat Sie nicht angemeldet. Versuchen Sie es noch einmal oder auf anderem Weg.',
    (provider) => ({
      provider,
    }),
  ),
  title: say('Mit {provider} anmelden', (provider) => ({ provider })),
  open: 'Einmal verknüpft, brauchen Sie zum Anmelden kein Passwort von uns.',
  linked: 'Verknüpft: Sie können sich dort anmelden.',
  link: say('{provider} verknüpfen', (provider) => ({ provider })),
  unlink: 'Trennen',
  unavailable: say('{provider} antwortet nicht. Versuchen Sie es gleich noch einmal.', (provider) => ({
    provider,
  })),
  prove: say(
    'Melden Sie sich noch einmal bei {provider} an, damit wir wissen, dass Sie es sind.',
    (provider) => ({
      provider,
    }),
  ),
  proven: say(
    '{provider} hat bestätigt, dass Sie es sind. Das gilt fünf Minuten lang für eine Änderung.',
    (provider) => ({
      provider,
    }),
  ),
  proveAct: say('Bei {provider} bestätigen', (provider) => ({ provider })),
}

export const passkeys: Texts<typeof en.passkeys> = {
  title: 'Passkeys',
  note: 'Melden Sie sich mit Fingerabdruck, Gesicht oder Bildschirmsperre an, ganz ohne Tippen.',
  none: 'Noch keine.',
  used: say('hinzugefügt {added} · zuletzt benutzt {used}', (added, used) => ({ added, used })),
  unused: say('hinzugefügt {added} · noch nicht benutzt', (added) => ({ added })),
  remove: 'Entfernen',
  removeOf: say('Passkey {name} entfernen', (name) => ({ name })),
  removeForGood: 'Diesen Passkey entfernen',
  removed: 'Entfernt. Löschen Sie ihn auch auf dem Gerät.',
  notHere: 'Dieser Browser oder diese Adresse kann keine Passkeys verwenden.',
  name: 'Name des neuen Passkeys',
  nameNote: 'Damit Sie ihn wiedererkennen, etwa das Gerät, auf dem er liegt.',
  add: 'Passkey hinzufügen',
  adding: 'Warten auf Ihr Gerät',
  added: 'Hinzugefügt. Ab jetzt können Sie sich damit anmelden.',
  there: 'Auf diesem Gerät liegt schon ein Passkey von Ihnen.',
  signIn: 'Mit einem Passkey anmelden',
  unknown: 'Dieser Passkey ist hier nicht mehr bekannt. Nehmen Sie Ihr Passwort und fügen Sie ihn neu hinzu.',
}

export const consents: Texts<typeof en.consents> = {
  title: say('Einwilligungen von {home}', (home) => ({ home })),
  note: 'Handel und Rechnungen brauchen keine. Was darüber hinausgeht, braucht Ihr Wort, und Sie können es jederzeit zurücknehmen.',
  control: 'Steuerung von Geräten',
  controlGiven:
    'Der Plan der Straße darf Batterie, Auto und Wärmepumpe steuern, in den Grenzen, die Sie dafür setzen.',
  controlNone:
    'Niemand steuert Batterie, Auto oder Wärmepumpe. Was Sie dafür unter Handel einstellen, wirkt nicht.',
  controlAllow: 'Steuerung erlauben',
  controlEnd: 'Zurücknehmen',
  data: 'Wer Ihren Zähler liest',
  dataNone: 'Niemand außer dem Markt selbst, der danach handelt und abrechnet.',
  grant: 'Jemanden lesen lassen',
  grantee: 'Wer',
  granteeNote: 'Name oder E-Mail-Adresse, womit sich die Person hier anmeldet.',
  granteeUnknown: 'So meldet sich niemand mit bestätigter Adresse an.',
  purpose: 'Wofür',
  finely: 'Wie fein',
  resolution: { DAY: 'Tagessummen', INTERVAL: 'Viertelstunden' },
  until: 'Bis einschließlich',
  price: say('Preis je gelesenem Tag, {currency}', (currency) => ({ currency })),
  priceNote: 'Leer heißt kostenlos. Ein Preis muss erst angenommen werden.',
  act: 'Lesen lassen',
  leave: 'Doch nicht',
  what: say('{purpose} · {resolution}', (purpose, resolution) => ({ purpose, resolution })),
  free: say('kostenlos, bis {until}', (until) => ({ until })),
  priced: say(
    '{price} je Tag, bis {until} · {days, plural, =0 {noch nichts bezahlt} one {{paid} für einen Tag} other {{paid} für # Tage}}',
    (until, price, days, paid) => ({ until, price, days, paid }),
  ),
  state: {
    HOLDS: 'darf lesen',
    ASKED: 'Preis noch nicht angenommen',
    ENDED: 'zurückgenommen',
    OVER: 'vorbei',
  },
  accesses: 'Was gelesen wurde',
  accessesOf: say('Was gelesen wurde, von {grantee}', (grantee) => ({ grantee })),
  accessesNone: 'Noch nichts.',
  access: say(
    '{at}: {from, select, same {{until}} other {{from} bis {until}}}, {days, plural, =0 {keine Werte} one {Werte eines Tages} other {Werte von # Tagen}}',
    (at, from, until, days) => ({ at, from: from === until ? 'same' : from, until, days }),
  ),
  end: 'Zurücknehmen',
  endOf: say('Zurücknehmen, {grantee}', (grantee) => ({ grantee })),
}

export const data: Texts<typeof en.data> = {
  title: 'Ihre Daten',
  note: 'Alles, was über Sie und Ihre Haushalte gespeichert ist, können Sie mitnehmen.',
  export: 'Alles herunterladen',
  exporting: 'Ihre Daten werden zusammengestellt',
  exported: 'Heruntergeladen, als eine ZIP-Datei.',
  leave: 'Mein Konto löschen',
  goes: 'Was sofort verschwindet',
  goesWhat:
    'Ihr Name, Ihre E-Mail-Adresse, Passwort und Passkeys, und jeder Browser wird abgemeldet. Auch was andere Sie lesen lassen, endet. Das kann niemand rückgängig machen.',
  stays: 'Was bleibt, und warum',
  staysMoney:
    'Abrechnungen und Rechnungen Ihres Haushalts: Das Steuerrecht schreibt vor, sie jahrelang aufzubewahren.',
  staysChain:
    'Summen in der Blockchain, unter einer Kontonummer ohne Namen: Dort lässt sich nichts löschen. Wer hinter der Nummer steht, weiß nur der Markt.',
  staysShared: say(
    '{home} läuft weiter wie bisher: {others, plural, one {Eine weitere Person handelt} other {# weitere Personen handeln}} für den Haushalt.',
    (home, others) => ({ home, others }),
  ),
  staysHome: say(
    '{home} handelt weiter, bis der Vertrag endet, nur ist hier dann niemand mehr dafür da. Bitten Sie den Betrieb, die Zählerstände zu löschen.',
    (home) => ({ home }),
  ),
  staysStaff:
    'Was Sie in Ihrer Rolle für den Markt getan haben, unter Ihrem Anmeldenamen: Es muss bekannt bleiben, wer es war.',
  staysEvents: 'Dass es dieses Konto gab und was damit geschah, unter seiner Nummer, zwei Jahre lang.',
  obstacle: {
    ONLY_ADMIN: 'Nur Sie haben die Administration. Übertragen Sie sie zuerst jemand anderem.',
    CONFIGURED:
      'Dieses Konto legt die Konfiguration des Markts an; entfernen kann es dort, wer den Markt betreibt.',
  },
  byPasskey: 'Ihr Gerät fragt noch einmal nach, ob Sie es sind.',
  erase: 'Mein Konto endgültig löschen',
}

export const vault: Texts<typeof en.vault> = {
  title: say('Geld von {home} im Tresor', (home) => ({ home })),
  playMoney: 'Spielgeld: Der Markt zahlt es ein, und es ist nichts wert.',
  custody:
    'Der Markt verwahrt den Schlüssel dieses Kontos. Was Sie auszahlen lassen, geht an Ihre eigene Adresse.',
  cash: 'Im Tresor',
  account: 'Konto',
  lastDeposit: 'Zuletzt eingezahlt',
  paidTo: 'Auszahlung an',
  amount: 'Auszahlen lassen',
  amountNote: 'Der Tresor zahlt nach einigen Tagen, höchstens was dann noch darin ist.',
  takeOut: 'Auszahlen lassen',
  address: 'Adresse für Auszahlungen',
  otherAddress: 'Eine andere Adresse',
  addressNote:
    'Von einem Wallet, das Ihnen gehört, auf derselben Chain. Sein Schlüssel muss einen Text unterschreiben.',
  sign: 'Lassen Sie Ihr Wallet diesen Text unterschreiben:',
  signature: 'Unterschrift',
  next: 'Weiter',
  name: 'Diese Adresse verwenden',
  state: {
    REQUESTED: 'wird gesendet',
    WAITING: 'wartet',
    PAYING: 'wird ausgezahlt',
    PAID: 'ausgezahlt',
    REFUSED: 'nicht ausgezahlt',
  },
  readyAt: say('wird ab {when} ausgezahlt', (when) => ({ when })),
}
