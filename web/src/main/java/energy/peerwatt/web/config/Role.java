package energy.peerwatt.web.config;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a market process does. One process may do all of it, or several share it. */
public enum Role {
    /** Orders, views, WebSocket, and the projection of the engine's events. */
    API,
    /** Takes gateways' blocks and computes interval values. */
    INGEST,
    /** Settles intervals and brings them to the chain. */
    SETTLEMENT,
    /** Trades for members by their strategies, and plans areas within their limits. */
    BALANCING;

    /**
     * Reads {@code peerwatt.roles}.
     *
     * @throws MarketException CONFIGURATION_INVALID if a name is unknown
     */
    public static Set<Role> parse(Set<String> names) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : names) {
            if (name.equals("all")) {
                return EnumSet.allOf(Role.class);
            }
            roles.add(parse(name));
        }
        return roles;
    }

    private static Role parse(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new MarketException(
                    ErrorCode.CONFIGURATION_INVALID, "peerwatt.roles: no role " + name, e);
        }
    }
}
