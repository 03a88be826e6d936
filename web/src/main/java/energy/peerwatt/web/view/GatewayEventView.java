package energy.peerwatt.web.view;

import energy.peerwatt.metering.headend.gateway.GatewayEvent;
import java.time.Instant;

/** Who did what to a gateway's rights, when and why. */
public record GatewayEventView(Instant at, String actor, String kind, String detail) {

    public static GatewayEventView of(GatewayEvent event) {
        return new GatewayEventView(event.at(), event.actor(), event.kind().name(), event.detail());
    }
}
