package energy.peerwatt.web.tariff;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.AreaFees;
import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.AreaCharges;
import energy.peerwatt.web.registry.MemberTariffs;
import energy.peerwatt.web.registry.MeteringPoint.Tariffs;
import energy.peerwatt.web.registry.TariffChange;
import energy.peerwatt.web.registry.TariffDraft;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a home pays and is paid per kWh over time. */
record Charged(AreaCharges area, MemberTariffs member) {

    /**
     * The prices that hold at a moment; levies and taxes are one sum, and the grid fee is the
     * dearest of the area, which between members of near zones is not reached.
     *
     * @return by kind: RETAIL, FEED_IN, GRID_FEE and LEVY
     */
    Map<TariffKind, Price> at(Instant moment) {
        Tariffs own = member.at(moment);
        AreaFees fees = area.at(moment);
        return Map.of(
                TariffKind.RETAIL, own.retail(),
                TariffKind.FEED_IN, own.feedIn(),
                TariffKind.GRID_FEE, fees.gridFee(),
                TariffKind.LEVY, fees.levy());
    }

    /** The same with those prices of a sheet that are for this home or for all. */
    Charged with(TariffDraft.Sheet sheet, ParticipantId home) {
        AreaCharges charges = area;
        MemberTariffs tariffs = member;
        for (TariffChange change : sheet.changes()) {
            if (change.participant().isEmpty()) {
                charges =
                        new AreaCharges(
                                charges.opening(),
                                charges.distance(),
                                charges.changes().with(change.price()),
                                charges.invoicing(),
                                charges.zones());
            } else if (change.participant().equals(Optional.of(home))) {
                tariffs =
                        new MemberTariffs(
                                tariffs.opening(), tariffs.changes().with(change.price()));
            }
        }
        return new Charged(charges, tariffs);
    }
}
