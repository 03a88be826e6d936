package energy.peerwatt.web.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import energy.peerwatt.web.accounts.Account;
import energy.peerwatt.web.accounts.AccountRole;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in.
 *
 * @param login null if nobody is
 * @param roles besides that of a member, which whoever has a home is
 * @param writeToken for the header X-Write-Token; null with HTTP Basic, which needs none
 * @param openReads whether everybody may read everything, as in a demo
 * @param hasPassword null if nobody is
 * @param ways how to sign in
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionView(
        @Nullable String login,
        @Nullable String name,
        List<AccountRole> roles,
        List<Home> homes,
        @Nullable String writeToken,
        boolean openReads,
        @Nullable Boolean hasPassword,
        Ways ways) {

    /**
     * How people sign in besides by name and password.
     *
     * @param passkeysAt the origin where passkeys are good
     * @param provider what the provider of OpenID Connect is called; null if there is none
     */
    public record Ways(String passkeysAt, @Nullable String provider) {}

    /**
     * A home that the person acts for.
     *
     * @param areaId null while it has no metering point
     */
    public record Home(long participantId, String name, @Nullable Integer areaId) {}

    /** Nobody. */
    public static SessionView nobody(boolean openReads, Ways ways) {
        return new SessionView(null, null, List.of(), List.of(), null, openReads, null, ways);
    }

    public static SessionView of(
            Account account,
            List<Home> homes,
            Optional<String> writeToken,
            boolean openReads,
            Ways ways) {
        return new SessionView(
                account.login(),
                account.name(),
                account.roles().stream().sorted().toList(),
                homes,
                writeToken.orElse(null),
                openReads,
                account.passwordHash().isPresent(),
                ways);
    }
}
