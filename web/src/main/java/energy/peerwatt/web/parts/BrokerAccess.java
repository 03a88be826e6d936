package energy.peerwatt.web.parts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.NoCacheLoginException;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what at the broker: the market everything, a gateway publish under its own {@code
 * peerwatt/v1/<id>/up/} and receive from its own {@code peerwatt/v1/<id>/down/}.
 */
final class BrokerAccess implements ActiveMQSecurityManager5 {

    private static final Pattern GATEWAY_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final String marketPassword;
    private final GatewayLogins gateways;

    BrokerAccess(String marketPassword, GatewayLogins gateways) {
        this.marketPassword = marketPassword;
        this.gateways = gateways;
    }

    @Override
    public Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection connection,
            @Nullable String domain)
            throws NoCacheLoginException {
        if (!validateUser(user, password)) {
            throw new NoCacheLoginException("wrong user or password");
        }
        Subject subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(user));
        return subject;
    }

    @Override
    public boolean authorize(
            @Nullable Subject subject, Set<Role> roles, CheckType check, String address) {
        if (subject == null) {
            return false;
        }
        return subject.getPrincipals(UserPrincipal.class).stream()
                .anyMatch(user -> mayUse(user.getName(), check, address));
    }

    /** The broker writes topics with dots; a queue's name follows its address after two colons. */
    static boolean mayUse(String user, CheckType check, String address) {
        if (user.equals(EmbeddedBroker.MARKET_USER)) {
            return true;
        }
        int queue = address.indexOf("::");
        String topic = queue < 0 ? address : address.substring(0, queue);
        String own = "peerwatt.v1." + user + ".";
        return switch (check) {
            case SEND -> topic.startsWith(own + "up.");
            case CONSUME,
                    CREATE_DURABLE_QUEUE,
                    DELETE_DURABLE_QUEUE,
                    CREATE_NON_DURABLE_QUEUE,
                    DELETE_NON_DURABLE_QUEUE ->
                    topic.startsWith(own + "down.");
            case CREATE_ADDRESS, DELETE_ADDRESS -> topic.startsWith(own);
            case MANAGE, BROWSE, VIEW, EDIT -> false;
        };
    }

    @Override
    public boolean validateUser(@Nullable String user, @Nullable String password) {
        if (user == null || password == null) {
            return false;
        }
        if (user.equals(EmbeddedBroker.MARKET_USER)) {
            return same(password, marketPassword);
        }
        return GATEWAY_ID.matcher(user).matches() && gateways.mayLogIn(user, password);
    }

    @Override
    public boolean validateUserAndRole(
            @Nullable String user, @Nullable String password, Set<Role> roles, CheckType check) {
        return false;
    }

    private static boolean same(String given, String right) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
