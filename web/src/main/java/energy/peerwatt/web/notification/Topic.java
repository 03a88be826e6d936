package energy.peerwatt.web.notification;

/**
 * What people choose by: kinds that one wants to hear of, or not, together. The names are part of
 * the REST interface and of the tables.
 */
public enum Topic {
    METER(true, true, true),
    TRADING(true, false, true),
    MONEY(true, true, true),
    CONSENT(true, true, false),
    /** Always listed and mailed: whoever got in must not be able to keep it from the person. */
    SECURITY(true, true, true),
    /** For operators. */
    ALARM(true, false, false);

    private final boolean inApp;
    private final boolean mail;
    private final boolean push;

    Topic(boolean inApp, boolean mail, boolean push) {
        this.inApp = inApp;
        this.mail = mail;
        this.push = push;
    }

    /** How it comes to whoever has not chosen. */
    public Channels usual() {
        return new Channels(inApp, mail, push);
    }

    /**
     * Whether list and mail cannot be switched off, and neither caps nor quiet hours hold it up.
     */
    public boolean isUrgent() {
        return this == SECURITY;
    }

    /** By which ways a topic comes. */
    public record Channels(boolean inApp, boolean mail, boolean push) {}
}
