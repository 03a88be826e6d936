package energy.peerwatt.web.accounts;

import energy.peerwatt.web.accounts.store.Emails;
import energy.peerwatt.web.accounts.store.Emails.Purpose;
import energy.peerwatt.web.config.MarketConfig;
import energy.peerwatt.web.mail.Letter;
import energy.peerwatt.web.mail.Post;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** What people are mailed about their accounts. */
@ApplicationScoped
public class Letters {

    private final Emails emails;
    private final Post post;
    private final URI page;

    public Letters(Emails emails, Post post, MarketConfig config) {
        this.emails = emails;
        this.post = post;
        this.page = config.mail().page();
    }

    /** Mails a link that proves that the address is the person's. */
    public Uni<Void> verify(long account, String email) {
        return send(
                Purpose.VERIFY,
                account,
                email,
                "Please confirm your e-mail address",
                """
                Please confirm that this is your e-mail address, within three days:

                %s

                If you did not join Peerwatt, do nothing: without this, nothing else is mailed to you.
                """);
    }

    /** Mails a link by which the password can be set anew. */
    public Uni<Void> reset(long account, String email) {
        return send(
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

    private Uni<Void> send(
            Purpose purpose, long account, String email, String subject, String text) {
        String path = purpose == Purpose.VERIFY ? "/verify" : "/new-password";
        return emails.draw(purpose, account, email)
                .chain(code ->
                        code.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : post.send(
                                        new Letter(
                                                email,
                                                subject,
                                                // After the #: browsers send it to nobody.
                                                text.formatted(
                                                        page.resolve(path + "#" + code.get())))));
    }
}
