package energy.peerwatt.web.parts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Who may log in at the broker as a gateway; may block for some seconds, never throws. */
@FunctionalInterface
interface GatewayLogins {

    boolean mayLogIn(String gatewayId, String password);

    /** One password for all, as the demo has it; nobody gets in without one. */
    static GatewayLogins shared(Optional<String> right) {
        return (_, password) ->
                right.filter(known ->
                                MessageDigest.isEqual(
                                        known.getBytes(StandardCharsets.UTF_8),
                                        password.getBytes(StandardCharsets.UTF_8)))
                        .isPresent();
    }

    default GatewayLogins or(GatewayLogins other) {
        return (gatewayId, password) ->
                mayLogIn(gatewayId, password) || other.mayLogIn(gatewayId, password);
    }
}
