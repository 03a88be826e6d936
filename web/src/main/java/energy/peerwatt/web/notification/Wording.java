package energy.peerwatt.web.notification;

import energy.peerwatt.web.notification.Settings.Language;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Currency;
import java.util.Locale;

/**
 * What mails and pushes say, as the page's own texts do. Nothing in them names a neighbour.
 *
 * @param language of the person
 * @param zone of its community
 */
record Wording(Language language, ZoneId zone) {

    /**
     * One notification in words.
     *
     * @param title a few words
     * @param body a sentence or two
     */
    record Said(String title, String body) {}

    /** In words. */
    Said of(Notification one) {
        return language == Language.DE ? german(one) : english(one);
    }

    private Said english(Notification one) {
        return switch (one.kind()) {
            case METER_SILENT ->
                    new Said(
                            "Your meter is silent",
                            "Nothing was heard of your meter since %s. Automatic trading is paused; you lose nothing that was already matched."
                                    .formatted(time(one, "since")));
            case METER_HEARD ->
                    new Said("Your meter is heard again", "Automatic trading goes on by itself.");
            case FIRST_SALE ->
                    new Said(
                            "Your first sale",
                            "You sold %s to the street for %s.".formatted(energy(one), money(one)));
            case TRADING_PAUSED ->
                    new Said(
                            "Automatic trading is paused",
                            "Somebody paused it for your home. What was matched stays; you can resume at any time.");
            case INVOICE_READY ->
                    isTrue(one, "corrected")
                            ? new Said(
                                    "A corrected invoice is there",
                                    "The invoice of %s was corrected.".formatted(month(one)))
                            : new Said(
                                    "Your invoice is there",
                                    "The invoice of %s is ready.".formatted(month(one)));
            case STATEMENT_CORRECTED ->
                    new Said(
                            "A day was settled again",
                            "Meter values of %s were replaced, so your statement changed a little."
                                    .formatted(date(one, "day")));
            case PRICES_CHANGE ->
                    new Said(
                            "Your prices change",
                            "From %s on other prices hold for your home."
                                    .formatted(date(one, "from")));
            case PAYOUT_SENT ->
                    new Said(
                            "Your payout is on its way", "%s were paid out.".formatted(money(one)));
            case PAYOUT_REFUSED ->
                    new Said(
                            "Your payout did not go through",
                            "%s stay in your account. Have a look at the address."
                                    .formatted(money(one)));
            case DATA_OFFERED ->
                    new Said(
                            "You may read a home's values",
                            isTrue(one, "priced")
                                    ? "A home shares its values with you, for: %s. It asks for a price, which you have to accept."
                                            .formatted(value(one, "purpose"))
                                    : "A home shares its values with you, for: %s."
                                            .formatted(value(one, "purpose")));
            case GIFT_OFFERED ->
                    new Said(
                            "A home wants to give you power",
                            "%s offers you its surplus at what its own supplier would pay. You decide under Trading."
                                    .formatted(value(one, "home")));
            case GIFT_ACCEPTED ->
                    new Said(
                            "Your gift is accepted",
                            "%s takes what you have left over, from the next open quarter hour on."
                                    .formatted(value(one, "home")));
            case GIFT_DECLINED ->
                    new Said(
                            "Your gift was declined",
                            "The home that you offered your surplus to does not want it. You can offer it to another.");
            case GIFT_ENDED ->
                    new Said(
                            "A gift has ended",
                            isTrue(one, "gave")
                                    ? "%s no longer takes your surplus. It goes to the street again."
                                            .formatted(value(one, "home"))
                                    : "%s no longer gives you its surplus. You buy from the street again."
                                            .formatted(value(one, "home")));
            case CONSENT_ENDING ->
                    new Said(
                            "A consent ends soon",
                            "What you allowed for “%s” ends on %s by itself."
                                    .formatted(value(one, "purpose"), date(one, "until")));
            case NEW_SIGN_IN ->
                    new Said(
                            "New sign-in",
                            "Somebody signed in to your account from %s. If it was not you, change your password now."
                                    .formatted(value(one, "address")));
            case NEW_WAY_IN ->
                    new Said(
                            "A new way to sign in",
                            "From now on one can sign in to your account in another way. If it was not you, set a new password now.");
            case PASSWORD_CHANGED ->
                    new Said(
                            "Your password was changed",
                            "If it was not you, set a new one by mail now.");
            case PAYOUT_ADDRESS_SET ->
                    new Said(
                            "A new address for payouts",
                            "%s named an address for payouts of %s. Nothing is paid there for a day. If nobody of you did, set a new password now and look at who acts for your home."
                                    .formatted(value(one, "by"), value(one, "home")));
            case WITHDRAWAL_ASKED ->
                    new Said(
                            "A payout was asked for",
                            "%s are to be paid out of the account of %s. If nobody of you asked, call it off under You now and set a new password."
                                    .formatted(money(one), value(one, "home")));
            case METERING_ALARM ->
                    new Said(
                            "New alarm",
                            alarm(one, "A meter needs a look.", "Meter %s needs a look."));
        };
    }

    private Said german(Notification one) {
        return switch (one.kind()) {
            case METER_SILENT ->
                    new Said(
                            "Ihr Zähler schweigt",
                            "Seit %s ist von Ihrem Zähler nichts zu hören. Der automatische Handel macht Pause; was schon vereinbart war, bleibt Ihnen."
                                    .formatted(time(one, "since")));
            case METER_HEARD ->
                    new Said(
                            "Ihr Zähler meldet sich wieder",
                            "Der automatische Handel geht von selbst weiter.");
            case FIRST_SALE ->
                    new Said(
                            "Ihr erster Verkauf",
                            "Sie haben %s um %s an die Straße verkauft."
                                    .formatted(energy(one), money(one)));
            case TRADING_PAUSED ->
                    new Said(
                            "Der automatische Handel macht Pause",
                            "Jemand hat ihn für Ihren Haushalt angehalten. Was vereinbart war, bleibt; Sie können ihn jederzeit fortsetzen.");
            case INVOICE_READY ->
                    isTrue(one, "corrected")
                            ? new Said(
                                    "Eine berichtigte Rechnung ist da",
                                    "Die Rechnung für %s wurde berichtigt.".formatted(month(one)))
                            : new Said(
                                    "Ihre Rechnung ist da",
                                    "Die Rechnung für %s ist fertig.".formatted(month(one)));
            case STATEMENT_CORRECTED ->
                    new Said(
                            "Ein Tag wurde neu abgerechnet",
                            "Zählerwerte vom %s wurden ersetzt, deshalb hat sich Ihre Abrechnung etwas geändert."
                                    .formatted(date(one, "day")));
            case PRICES_CHANGE ->
                    new Said(
                            "Ihre Preise ändern sich",
                            "Ab %s gelten für Ihren Haushalt andere Preise."
                                    .formatted(date(one, "from")));
            case PAYOUT_SENT ->
                    new Said(
                            "Ihre Auszahlung ist unterwegs",
                            "%s wurden ausgezahlt.".formatted(money(one)));
            case PAYOUT_REFUSED ->
                    new Said(
                            "Ihre Auszahlung ging nicht durch",
                            "%s bleiben auf Ihrem Konto. Bitte sehen Sie sich die Adresse an."
                                    .formatted(money(one)));
            case DATA_OFFERED ->
                    new Said(
                            "Sie dürfen Werte eines Haushalts lesen",
                            isTrue(one, "priced")
                                    ? "Ein Haushalt teilt seine Werte mit Ihnen, für: %s. Es verlangt einen Preis, den Sie annehmen müssen."
                                            .formatted(value(one, "purpose"))
                                    : "Ein Haushalt teilt seine Werte mit Ihnen, für: %s."
                                            .formatted(value(one, "purpose")));
            case GIFT_OFFERED ->
                    new Said(
                            "Ein Haushalt möchte Ihnen Strom schenken",
                            "%s bietet Ihnen den eigenen Überschuss zu dem Preis an, den der eigene Versorger zahlen würde. Sie entscheiden unter „Handel“."
                                    .formatted(value(one, "home")));
            case GIFT_ACCEPTED ->
                    new Said(
                            "Ihr Geschenk ist angenommen",
                            "%s nimmt, was bei Ihnen übrig bleibt, ab der nächsten offenen Viertelstunde."
                                    .formatted(value(one, "home")));
            case GIFT_DECLINED ->
                    new Said(
                            "Ihr Geschenk wurde abgelehnt",
                            "Der Haushalt, dem Sie Ihren Überschuss angeboten haben, möchte ihn nicht. Sie können ihn einem anderen anbieten.");
            case GIFT_ENDED ->
                    new Said(
                            "Ein Geschenk ist beendet",
                            isTrue(one, "gave")
                                    ? "%s nimmt Ihren Überschuss nicht mehr. Er geht wieder an die Straße."
                                            .formatted(value(one, "home"))
                                    : "%s schenkt Ihnen den eigenen Überschuss nicht mehr. Sie kaufen wieder von der Straße."
                                            .formatted(value(one, "home")));
            case CONSENT_ENDING ->
                    new Said(
                            "Eine Einwilligung endet bald",
                            "Was Sie für „%s“ erlaubt haben, endet am %s von selbst."
                                    .formatted(value(one, "purpose"), date(one, "until")));
            case NEW_SIGN_IN ->
                    new Said(
                            "Neue Anmeldung",
                            "Jemand hat sich von %s aus bei Ihrem Konto angemeldet. Waren Sie das nicht, ändern Sie jetzt Ihr Passwort."
                                    .formatted(value(one, "address")));
            case NEW_WAY_IN ->
                    new Said(
                            "Ein neuer Weg zur Anmeldung",
                            "Ab jetzt kann man sich bei Ihrem Konto auf einem weiteren Weg anmelden. Waren Sie das nicht, setzen Sie jetzt ein neues Passwort.");
            case PASSWORD_CHANGED ->
                    new Said(
                            "Ihr Passwort wurde geändert",
                            "Waren Sie das nicht, setzen Sie jetzt per Mail ein neues.");
            case PAYOUT_ADDRESS_SET ->
                    new Said(
                            "Eine neue Adresse für Auszahlungen",
                            "%s hat eine Adresse für Auszahlungen von %s angegeben. Einen Tag lang wird dorthin nichts gezahlt. War das niemand von Ihnen, setzen Sie jetzt ein neues Passwort und sehen Sie nach, wer für Ihren Haushalt handelt."
                                    .formatted(value(one, "by"), value(one, "home")));
            case WITHDRAWAL_ASKED ->
                    new Said(
                            "Eine Auszahlung wurde beauftragt",
                            "Vom Konto von %s sollen %s ausgezahlt werden. War das niemand von Ihnen, rufen Sie es jetzt unter „Konto“ zurück und setzen Sie ein neues Passwort."
                                    .formatted(value(one, "home"), money(one)));
            case METERING_ALARM ->
                    new Said(
                            "Neuer Alarm",
                            alarm(
                                    one,
                                    "Ein Zähler braucht einen Blick.",
                                    "Zähler %s braucht einen Blick."));
        };
    }

    /** Of several at once. */
    String several(int count) {
        return language == Language.DE
                ? "%d Neuigkeiten von Peerwatt".formatted(count)
                : "%d news from Peerwatt".formatted(count);
    }

    /** Where one says that one wants fewer. */
    String fewer(String link) {
        return language == Language.DE ? "Weniger davon: " + link : "Fewer like this: " + link;
    }

    /** What a test says. */
    Said test() {
        return language == Language.DE
                ? new Said("Das ist ein Test", "So erreicht Sie Peerwatt in diesem Browser.")
                : new Said("This is a test", "This is how Peerwatt reaches you in this browser.");
    }

    private static String alarm(Notification one, String plain, String ofMeter) {
        String point = value(one, "point");
        return point.isEmpty() ? plain : ofMeter.formatted(point);
    }

    private static String value(Notification one, String name) {
        return one.details().getOrDefault(name, "");
    }

    private static boolean isTrue(Notification one, String name) {
        return Boolean.parseBoolean(value(one, name));
    }

    private String energy(Notification one) {
        NumberFormat format = NumberFormat.getInstance(locale());
        format.setMinimumFractionDigits(1);
        format.setMaximumFractionDigits(2);
        long wh = Long.parseLong(value(one, "energyWh"));
        return format.format(BigDecimal.valueOf(wh, 3)) + "\u00a0kWh";
    }

    private String money(Notification one) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale());
        format.setCurrency(Currency.getInstance(value(one, "currency")));
        long nano = Long.parseLong(value(one, "amountNano"));
        return format.format(BigDecimal.valueOf(nano, 9));
    }

    private String time(Notification one, String name) {
        return format(
                DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT),
                Instant.parse(value(one, name)).atZone(zone));
    }

    private String date(Notification one, String name) {
        String day = value(one, name);
        LocalDate date =
                day.contains("T")
                        ? Instant.parse(day).atZone(zone).toLocalDate()
                        : LocalDate.parse(day);
        return format(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG), date);
    }

    private String month(Notification one) {
        return format(
                DateTimeFormatter.ofPattern("LLLL yyyy"), YearMonth.parse(value(one, "month")));
    }

    private String format(DateTimeFormatter formatter, TemporalAccessor time) {
        return formatter.withLocale(locale()).format(time);
    }

    private Locale locale() {
        return language == Language.DE ? Locale.GERMANY : Locale.UK;
    }
}
