import { say } from '../say'

export const notifications = {
  title: 'Neues',
  unread: say(
    '{count, plural, =0 {Neues} one {Neues, # ungelesen} other {Neues, # ungelesen}}',
    (count: number) => ({
      count,
    }),
  ),
  headline: say(
    '{count, plural, =0 {Sie sind ⟦auf dem Laufenden⟧.} one {⟦Eine Sache⟧ haben Sie noch nicht gelesen.} other {⟦# Sachen⟧ haben Sie noch nicht gelesen.}}',
    (count: number) => ({ count }),
  ),
  list: 'Was geschehen ist',
  listNote: 'Bei Ihnen und Ihrem Haushalt, das Neueste zuerst.',
  empty: 'Noch nichts. Hier sagen wir Ihnen, wenn sich in Ihrem Haushalt etwas Wichtiges tut.',
  failed: 'Das lässt sich gerade nicht laden. Nichts geht verloren; wir versuchen es von selbst wieder.',
  readAll: 'Alle gelesen',
  older: 'Ältere zeigen',
  isNew: 'Neu',
  settingsLink: 'Wählen, was Sie erreicht',
  said: {
    METER_SILENT: 'Ihr Zähler schweigt',
    METER_HEARD: 'Ihr Zähler meldet sich wieder',
    FIRST_SALE: 'Ihr erster Verkauf',
    TRADING_PAUSED: 'Der automatische Handel macht Pause',
    INVOICE_READY: 'Ihre Rechnung ist da',
    STATEMENT_CORRECTED: 'Ein Tag wurde neu abgerechnet',
    PRICES_CHANGE: 'Ihre Preise ändern sich',
    PAYOUT_SENT: 'Ihre Auszahlung ist unterwegs',
    PAYOUT_REFUSED: 'Ihre Auszahlung ging nicht durch',
    DATA_OFFERED: 'Sie dürfen Werte eines Haushalts lesen',
    GIFT_OFFERED: 'Ein Haushalt möchte Ihnen Strom schenken',
    CONSENT_ENDING: 'Eine Einwilligung endet bald',
    NEW_SIGN_IN: 'Neue Anmeldung',
    NEW_WAY_IN: 'Ein neuer Weg zur Anmeldung',
    PASSWORD_CHANGED: 'Ihr Passwort wurde geändert',
    PAYOUT_ADDRESS_SET: 'Eine neue Adresse für Auszahlungen',
    WITHDRAWAL_ASKED: 'Eine Auszahlung wurde beauftragt',
    METERING_ALARM: 'Neuer Alarm',
  },
  meterSilent: say(
    'Seit {time} ist von Ihrem Zähler nichts zu hören. Der automatische Handel macht Pause; was schon vereinbart war, bleibt Ihnen.',
    (time: string) => ({ time }),
  ),
  meterHeard: 'Der automatische Handel geht von selbst weiter.',
  firstSale: say(
    'Sie haben {energy} um {money} an die Straße verkauft.',
    (energy: string, money: string) => ({
      energy,
      money,
    }),
  ),
  tradingPaused:
    'Jemand hat ihn für Ihren Haushalt angehalten. Was vereinbart war, bleibt; Sie können ihn jederzeit fortsetzen.',
  invoiceReady: say(
    '{corrected, select, true {Die Rechnung für {month} wurde berichtigt.} other {Die Rechnung für {month} ist fertig.}}',
    (month: string, corrected: boolean) => ({ month, corrected }),
  ),
  statementCorrected: say(
    'Zählerwerte vom {day} wurden ersetzt, deshalb hat sich Ihre Abrechnung etwas geändert.',
    (day: string) => ({ day }),
  ),
  pricesChange: say('Ab {day} gelten für Ihren Haushalt andere Preise.', (day: string) => ({ day })),
  payoutSent: say('{money} wurden ausgezahlt.', (money: string) => ({ money })),
  payoutRefused: say(
    '{money} bleiben auf Ihrem Konto. Bitte sehen Sie sich die Adresse an.',
    (money: string) => ({
      money,
    }),
  ),
  dataOffered: say(
    'Ein Haushalt teilt seine Werte mit Ihnen, für: {purpose}.{priced, select, true { Es verlangt einen Preis, den Sie annehmen müssen.} other {}}',
    (purpose: string, priced: boolean) => ({ purpose, priced }),
  ),
  giftOffered: say(
    '{home} bietet Ihnen den eigenen Überschuss zu dem Preis an, den der eigene Versorger zahlen würde. Sie entscheiden unter „Handel“.',
    (home: string) => ({ home }),
  ),
  consentEnding: say(
    'Was Sie für „{purpose}“ erlaubt haben, endet am {day} von selbst.',
    (purpose: string, day: string) => ({ purpose, day }),
  ),
  newSignIn: say(
    'Jemand hat sich von {address} aus bei Ihrem Konto angemeldet. Waren Sie das nicht, ändern Sie jetzt Ihr Passwort.',
    (address: string) => ({ address }),
  ),
  newWayIn:
    'Bei Ihrem Konto kann man sich jetzt auf einem weiteren Weg anmelden. Waren Sie das nicht, setzen Sie ein neues Passwort.',
  passwordChanged: 'Waren Sie das nicht, setzen Sie jetzt per Mail ein neues.',
  payoutAddressSet: say(
    '{by} hat eine Adresse für Auszahlungen von {home} angegeben. Einen Tag lang wird dorthin nichts gezahlt. War das niemand von Ihnen, setzen Sie jetzt ein neues Passwort und sehen Sie nach, wer für Ihren Haushalt handelt.',
    (by: string, home: string) => ({ by, home }),
  ),
  withdrawalAsked: say(
    'Vom Konto von {home} sollen {money} ausgezahlt werden. War das niemand von Ihnen, rufen Sie es jetzt unter „Konto“ zurück und setzen Sie ein neues Passwort.',
    (money: string, home: string) => ({ money, home }),
  ),
  meteringAlarm: say(
    '{point, select, none {Ein Zähler braucht einen Blick.} other {Zähler {point} braucht einen Blick.}}',
    (point: string) => ({ point }),
  ),
  settings: 'Wie wir Sie erreichen',
  settingsNote:
    'Höchstens zwei Pushs am Tag und drei Mails in der Woche; was darüber ist, kommt mit dem nächsten.',
  topic: {
    METER: 'Ihr Zähler',
    TRADING: 'Handel',
    MONEY: 'Rechnungen und Preise',
    CONSENT: 'Einwilligungen',
    SECURITY: 'Sicherheit',
    ALARM: 'Alarme von Zählern',
  },
  inApp: 'Hier',
  mail: 'Mail',
  push: 'Push',
  by: say('{topic}: {way}', (topic: string, way: string) => ({ topic, way })),
  fixed: 'Mails zur Sicherheit kommen immer.',
  quiet: 'Nachts kein Push',
  quietFrom: 'Von',
  quietUntil: 'Bis',
  saved: 'Gespeichert.',
  notSaved: 'Nicht gespeichert. Bitte versuchen Sie es noch einmal.',
  pushHere: 'Push in diesem Browser',
  pushOff: 'Dieser Browser bekommt noch keine Pushs.',
  pushOn: 'Dieser Browser bekommt Pushs, bis Sie sich abmelden.',
  pushDenied: 'Pushs sind in den Einstellungen dieses Browsers gesperrt.',
  pushMissing:
    'Dieser Browser kann keine Pushs bekommen. Auf dem iPhone: Peerwatt zuerst zum Home-Bildschirm hinzufügen.',
  pushFailed: 'Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.',
  pushGone: 'Dieser Browser war inzwischen abgemeldet. Schalten Sie Pushs wieder ein.',
  turnOn: 'Einschalten',
  turnOff: 'Ausschalten',
  test: 'Test schicken',
  tested: 'Ein Test ist unterwegs.',
  tooSoon: 'Gerade ging ein Test hinaus. Warten Sie ein paar Sekunden.',
} as const
