package energy.peerwatt.web.registry;

import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.DatedPrice;
import energy.peerwatt.settlement.tariff.TariffKind;
import java.util.Optional;

/**
 * A price that holds from a day on, until the next one of the same charge and hours.
 *
 * @param participant whose supplier's price it is; empty for charges of the area
 */
public record TariffChange(AreaId area, Optional<ParticipantId> participant, DatedPrice price) {

    public TariffChange {
        TariffKind kind = price.item().kind();
        boolean ofMember = kind == TariffKind.RETAIL || kind == TariffKind.FEED_IN;
        if (ofMember != participant.isPresent()) {
            throw new IllegalArgumentException(
                    "kind: " + kind + (ofMember ? " is of one member" : " is of the whole area"));
        }
        if (price.validity().until().isPresent()) {
            throw new IllegalArgumentException(
                    "validUntil: a price holds until the next one, the market must know one");
        }
    }
}
