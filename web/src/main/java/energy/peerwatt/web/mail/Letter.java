package energy.peerwatt.web.mail;

/**
 * A mail to one person.
 *
 * @param text plain text
 */
public record Letter(String to, String subject, String text) {

    @Override
    public String toString() {
        return "Letter[" + subject + "]";
    }
}
