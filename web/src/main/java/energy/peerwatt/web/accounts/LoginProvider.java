package energy.peerwatt.web.accounts;

import energy.peerwatt.web.registry.Login;
import energy.peerwatt.web.registry.store.Registry;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks name and password of HTTP Basic against the registered logins. */
@ApplicationScoped
public class LoginProvider implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    static final String PARTICIPANT = "participant";

    private static final Pattern NAME = Pattern.compile("[\\p{Graph}]{1,64}");

    private final Registry registry;
    private final Passwords passwords;

    /** Checked for unknown names, so that they take as long as known ones; fits no password. */
    private static final String NOBODYS_HASH =
            "$2a$10$......................0000000000000000000000000000000";

    LoginProvider(Registry registry, Passwords passwords) {
        this.registry = registry;
        this.passwords = passwords;
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        String password = new String(request.getPassword().getPassword());
        return find(request.getUsername())
                .chain(login -> context.runBlocking(() -> check(login, password)));
    }

    private Uni<Optional<Login>> find(String name) {
        return NAME.matcher(name).matches()
                ? registry.login(name)
                : Uni.createFrom().item(Optional.empty());
    }

    private SecurityIdentity check(Optional<Login> login, String password) {
        String hash = login.map(Login::passwordHash).orElse(NOBODYS_HASH);
        if (!passwords.matches(password, hash) || login.isEmpty()) {
            throw new AuthenticationFailedException("wrong name or password");
        }
        return identityOf(login.get());
    }

    private static SecurityIdentity identityOf(Login login) {
        var identity =
                QuarkusSecurityIdentity.builder().setPrincipal(new QuarkusPrincipal(login.login()));
        if (login.participant().isEmpty()) {
            return identity.addRole(Caller.OPERATOR_ROLE).build();
        }
        return identity.addRole(Caller.MEMBER_ROLE)
                .addAttribute(PARTICIPANT, login.participant().get())
                .build();
    }
}
