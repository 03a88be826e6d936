package energy.peerwatt.web.mail;

import energy.peerwatt.web.config.MarketConfig;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Sends mails by the server of {@code quarkus.mailer.*}, from {@code peerwatt.mail.from}. Without a
 * sender there is no server; where demo logins are let in, mails then go into the log.
 */
@ApplicationScoped
public class Post {

    private static final Logger LOG = Logger.getLogger(Post.class);

    private final ReactiveMailer mailer;
    private final Optional<String> from;
    private final boolean logged;

    public Post(ReactiveMailer mailer, MarketConfig config) {
        this.mailer = mailer;
        this.from = config.mail().from();
        this.logged = config.demo().logins();
    }

    /**
     * Sends a mail.
     *
     * @return when the server has taken it; never fails: the log has the failure, and whoever waits
     *     for the mail asks again
     */
    public Uni<Void> send(Letter letter) {
        return deliver(letter)
                .onFailure()
                .invoke(failure ->
                        LOG.errorf(failure, "mail \"%s\" was not sent", letter.subject()))
                .onFailure()
                .recoverWithNull();
    }

    /** As {@link #send}, but fails if the server does not take it. */
    public Uni<Void> deliver(Letter letter) {
        if (from.isEmpty()) {
            if (logged) {
                LOG.infof("mail to %s: %s%n%s", letter.to(), letter.subject(), letter.text());
            } else {
                // Whoever reads logs must not get at the codes in mails.
                LOG.warnf(
                        "mail \"%s\" was not sent: peerwatt.mail.from is not set",
                        letter.subject());
            }
            return Uni.createFrom().voidItem();
        }
        Mail mail = Mail.withText(letter.to(), letter.subject(), letter.text()).setFrom(from.get());
        // The mailer throws at an address that it cannot read.
        return Uni.createFrom().deferred(() -> mailer.send(mail));
    }
}
