package energy.peerwatt.web.notification;

/**
 * What people are told. Each has its source in {@link Facts} and its texts in {@link Wording} and
 * in the page. The names are part of the REST interface and of the tables.
 */
public enum NotificationKind {
    METER_SILENT(Topic.METER),
    /** After it was silent. */
    METER_HEARD(Topic.METER),
    /** A home's first energy that went to neighbours. */
    FIRST_SALE(Topic.TRADING),
    /** By somebody else. */
    TRADING_PAUSED(Topic.TRADING),
    INVOICE_READY(Topic.MONEY),
    /** What was settled before was settled again, with another amount. */
    STATEMENT_CORRECTED(Topic.MONEY),
    /** Prices that a home pays or is paid will change. */
    PRICES_CHANGE(Topic.MONEY),
    PAYOUT_SENT(Topic.MONEY),
    PAYOUT_REFUSED(Topic.MONEY),
    /** Somebody lets the person read a home's values. */
    DATA_OFFERED(Topic.CONSENT),
    /** Another home wants to give its surplus to the person's. */
    GIFT_OFFERED(Topic.CONSENT),
    /** The home that was offered the surplus agrees. */
    GIFT_ACCEPTED(Topic.CONSENT),
    /** It does not. */
    GIFT_DECLINED(Topic.CONSENT),
    /** The other home ends what was agreed. */
    GIFT_ENDED(Topic.CONSENT),
    /** A consent of the home ends in a few days. */
    CONSENT_ENDING(Topic.CONSENT),
    /** From an address that was not seen before. */
    NEW_SIGN_IN(Topic.SECURITY),
    /** A passkey or a provider; {@code accounts.Letters} mails it at once. */
    NEW_WAY_IN(Topic.SECURITY),
    PASSWORD_CHANGED(Topic.SECURITY),
    /** To everybody who acts for the home, before anything can be paid there. */
    PAYOUT_ADDRESS_SET(Topic.SECURITY),
    /** To everybody who acts for the home, while it can be called off. */
    WITHDRAWAL_ASKED(Topic.SECURITY),
    /** For operators: what the page of meters lists as an alarm. */
    METERING_ALARM(Topic.ALARM);

    private final Topic topic;

    NotificationKind(Topic topic) {
        this.topic = topic;
    }

    public Topic topic() {
        return topic;
    }

    /** Whether nothing else mails it. */
    boolean isMailedHere() {
        return this != NEW_WAY_IN;
    }
}
