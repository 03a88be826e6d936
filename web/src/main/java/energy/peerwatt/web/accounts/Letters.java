package energy.peerwatt.web.accounts;

import energy.peerwatt.web.accounts.store.Emails;
import energy.peerwatt.web.accounts.store.Emails.Purpose;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.mail.Letter;
import energy.peerwatt.web.mail.Post;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import org.jboss.logging.Logger;

/**
 * What people are mailed about their accounts. Nobody waits for a mail: how long an answer takes
 * says nothing, and a mail server that is down holds nothing up.
 */
@ApplicationScoped
public class Letters {

    private static final Logger LOG = Logger.getLogger(Letters.class);

    private final Emails emails;
    private final Post post;
    private final URI page;

    public Letters(Emails emails, Post post, MarketConfig config) {
        this.emails = emails;
        this.post = post;
        this.page = config.mail().page();
    }

    /** Mails a link that proves that the address is the person's. */
    public void verify(long account, String login, String email) {
        send(
                Purpose.VERIFY,
                account,
                email,
                "Please confirm your e-mail address",
                """
                Please confirm that this is your e-mail address, for the account {login}, within
                three days:

                %s

                If this account is not yours, do nothing: without this, nothing else is mailed to you.
                """
                        .replace("{login}", login.replace("%", "%%")));
    }

    /** Mails a link by which the password can be set anew. */
    public void reset(long account, String email) {
        send(
                Purpose.RESET,
                account,
                email,
                "Set a new password",
                """
                Set a new password for Peerwatt here, within an hour:

                %s

                If it was not you who asked, do nothing: your password stays as it is.
                """);
    }

    /** Tells the address that was confirmed before that another one is to take its place. */
    public void changing(String before, String login) {
        start(
                post.send(
                        new Letter(
                                before,
                                "Your e-mail address is being changed",
                                """
                                Somebody who knows the password of the account %s set another e-mail
                                address for it. This one stays in force until the other one is
                                confirmed.

                                If it was not you, change your password now: %s
                                """
                                        .formatted(login, page.resolve("/you")))));
    }

    /** Tells the confirmed address, if there is one, that somebody can sign in another way now. */
    public void newWayIn(long account, String login, String what) {
        start(
                emails.of(account)
                        .chain(email ->
                                email.filter(Emails.Email::verified)
                                        .map(to -> post.send(newWayIn(to.address(), login, what)))
                                        .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private Letter newWayIn(String to, String login, String what) {
        return new Letter(
                to,
                "There is a new way to sign in to your account",
                """
                From now on one can sign in to the account %s by %s.

                If it was not you, set a new password by mail. That takes away every passkey and
                every other way to sign in, and signs every browser out: %s
                """
                        .formatted(login, what, page.resolve("/new-password")));
    }

    private void send(Purpose purpose, long account, String email, String subject, String text) {
        String path = purpose == Purpose.VERIFY ? "/verify" : "/new-password";
        start(
                emails.draw(purpose, account, email)
                        .chain(code ->
                                code.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : post.send(
                                                new Letter(
                                                        email,
                                                        subject,
                                                        // After the #: browsers send it to nobody.
                                                        text.formatted(
                                                                page.resolve(
                                                                        path
                                                                                + "#"
                                                                                + code.get()))))));
    }

    private static void start(Uni<Void> work) {
        work.subscribe().with(_ -> {}, failure -> LOG.error("a mail was not sent", failure));
    }
}
