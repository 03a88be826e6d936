package energy.peerwatt.web.rest;

import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.DatedPrice;
import energy.peerwatt.web.registry.TariffChange;
import energy.peerwatt.web.registry.TariffDraft;
import energy.peerwatt.web.view.TariffView;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A price sheet and what became of it.
 *
 * @param state {@link TariffDraft.State}
 * @param draftedBy login
 * @param decidedBy login of who published or withdrew it; null of a draft
 * @param own whether the caller drafted it, and so cannot publish it
 */
public record TariffDraftView(
        long id,
        LocalDate validFrom,
        String legalBasis,
        String state,
        Instant draftedAt,
        String draftedBy,
        @Nullable Instant decidedAt,
        @Nullable String decidedBy,
        boolean own,
        List<SheetPrice> prices) {

    /**
     * A price of it.
     *
     * @param participantIds members whose supplier's price it is; none of what all buyers pay
     */
    public record SheetPrice(TariffView price, List<Long> participantIds) {}

    static TariffDraftView of(TariffDraft draft, String caller) {
        Optional<TariffDraft.Act> decided = draft.decided();
        return new TariffDraftView(
                draft.number(),
                draft.sheet().validFrom(),
                draft.sheet().legalBasis(),
                draft.state().name(),
                draft.drafted().at(),
                draft.drafted().by(),
                decided.map(TariffDraft.Act::at).orElse(null),
                decided.map(TariffDraft.Act::by).orElse(null),
                draft.drafted().by().equals(caller),
                prices(draft.sheet()));
    }

    private static List<SheetPrice> prices(TariffDraft.Sheet sheet) {
        Map<DatedPrice, List<Long>> members = new LinkedHashMap<>();
        for (TariffChange change : sheet.changes()) {
            List<Long> of = members.computeIfAbsent(change.price(), _ -> new ArrayList<>());
            change.participant().map(ParticipantId::value).ifPresent(of::add);
        }
        return members.entrySet().stream()
                .map(one -> new SheetPrice(TariffView.of(one.getKey()), one.getValue()))
                .toList();
    }
}
