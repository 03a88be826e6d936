package energy.peerwatt.web.registry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.AreaId;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.tariff.DatedPrice;
import energy.peerwatt.settlement.tariff.TariffKind;
import energy.peerwatt.settlement.tariff.TimeWindow;
import energy.peerwatt.settlement.tariff.Validity;
import energy.peerwatt.settlement.tariff.ZoneDistance;
import energy.peerwatt.unit.Price;
import energy.peerwatt.web.registry.TariffChange;
import energy.peerwatt.web.registry.TariffDraft;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Row of {@code market.tariff_draft}; changed once, when it is decided. */
@Entity
@Table(schema = "market", name = "tariff_draft")
@NullUnmarked
class TariffDraftEntity {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(name = "area_id")
    int areaId;

    @Column(name = "valid_from")
    LocalDate validFrom;

    @Column(name = "legal_basis")
    String legalBasis;

    String prices;

    @Enumerated(EnumType.STRING)
    TariffDraft.State state;

    @Column(name = "drafted_at")
    Instant draftedAt;

    @Column(name = "drafted_by")
    String draftedBy;

    @Column(name = "decided_at")
    @Nullable Instant decidedAt;

    @Column(name = "decided_by")
    @Nullable String decidedBy;

    /** A price as {@code prices} keeps it; days and distance as their names. */
    record Line(
            @Nullable Long participantId,
            String kind,
            String name,
            @Nullable String distance,
            List<String> days,
            String timeFrom,
            String timeUntil,
            long priceMicro) {

        static Line of(TariffChange change) {
            DatedPrice.Item item = change.price().item();
            return new Line(
                    change.participant().map(ParticipantId::value).orElse(null),
                    item.kind().name(),
                    item.name(),
                    item.distance().map(ZoneDistance::name).orElse(null),
                    item.window().days().stream().sorted().map(DayOfWeek::name).toList(),
                    item.window().from().toString(),
                    item.window().until().toString(),
                    change.price().price().microPerKwh());
        }

        TariffChange toChange(AreaId area, LocalDate validFrom, String legalBasis) {
            Set<DayOfWeek> on = days.stream().map(DayOfWeek::valueOf).collect(Collectors.toSet());
            DatedPrice.Item item =
                    new DatedPrice.Item(
                            TariffKind.valueOf(kind),
                            name,
                            Optional.ofNullable(distance).map(ZoneDistance::valueOf),
                            new TimeWindow(
                                    on, LocalTime.parse(timeFrom), LocalTime.parse(timeUntil)));
            return new TariffChange(
                    area,
                    Optional.ofNullable(participantId).map(ParticipantId::new),
                    new DatedPrice(
                            item,
                            Price.ofMicroPerKwh(priceMicro),
                            Validity.from(validFrom),
                            legalBasis));
        }
    }

    static TariffDraftEntity of(TariffDraft.Sheet sheet, TariffDraft.Act drafted) {
        TariffDraftEntity entity = new TariffDraftEntity();
        entity.areaId = sheet.changes().getFirst().area().value();
        entity.validFrom = sheet.validFrom();
        entity.legalBasis = sheet.legalBasis();
        entity.prices = written(sheet.changes().stream().map(Line::of).toList());
        entity.state = TariffDraft.State.DRAFT;
        entity.draftedAt = drafted.at();
        entity.draftedBy = drafted.by();
        return entity;
    }

    void decide(TariffDraft.State decision, TariffDraft.Act decided) {
        state = decision;
        decidedAt = decided.at();
        decidedBy = decided.by();
    }

    TariffDraft toRecord() {
        AreaId area = new AreaId(areaId);
        return new TariffDraft(
                id,
                new TariffDraft.Sheet(
                        read(prices).stream()
                                .map(line -> line.toChange(area, validFrom, legalBasis))
                                .toList()),
                state,
                new TariffDraft.Act(draftedBy, draftedAt),
                Optional.ofNullable(decidedAt).map(at -> new TariffDraft.Act(decidedBy, at)));
    }

    private static String written(List<Line> lines) {
        try {
            return JSON.writeValueAsString(lines);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("prices of a draft", e);
        }
    }

    private static List<Line> read(String text) {
        try {
            return Arrays.asList(JSON.readValue(text, Line[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("prices of a draft are not what was written", e);
        }
    }
}
