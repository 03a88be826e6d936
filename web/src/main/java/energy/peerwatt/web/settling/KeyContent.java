package energy.peerwatt.web.settling;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.settlement.allocation.AllocationKey;
import energy.peerwatt.settlement.allocation.CoefficientTable;
import energy.peerwatt.settlement.allocation.DynamicKey;
import energy.peerwatt.settlement.allocation.HierarchicalKey;
import energy.peerwatt.settlement.allocation.HourlyMinimum;
import energy.peerwatt.settlement.allocation.OwnUseFirst;
import energy.peerwatt.settlement.allocation.PanelShares;
import energy.peerwatt.settlement.allocation.ParticipationKey;
import energy.peerwatt.settlement.allocation.StaticKey;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** An allocation key as JSON; members by their numbers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = KeyContent.Dynamic.class, name = "DYNAMIC"),
    @JsonSubTypes.Type(value = KeyContent.Static.class, name = "STATIC"),
    @JsonSubTypes.Type(value = KeyContent.Hierarchical.class, name = "HIERARCHICAL"),
    @JsonSubTypes.Type(value = KeyContent.Coefficients.class, name = "COEFFICIENTS"),
    @JsonSubTypes.Type(value = KeyContent.Participation.class, name = "PARTICIPATION"),
    @JsonSubTypes.Type(value = KeyContent.OwnUse.class, name = "OWN_USE_FIRST"),
    @JsonSubTypes.Type(value = KeyContent.Hourly.class, name = "HOURLY_MINIMUM"),
    @JsonSubTypes.Type(value = KeyContent.Panels.class, name = "PANEL_SHARES"),
})
public sealed interface KeyContent {

    /**
     * The key.
     *
     * @param zone of local hours
     * @throws IllegalArgumentException if there is no such key
     */
    AllocationKey key(ZoneId zone);

    /** The members that it names. */
    Set<Long> members();

    /** See {@link DynamicKey}. */
    record Dynamic() implements KeyContent {

        @Override
        public AllocationKey key(ZoneId zone) {
            return new DynamicKey();
        }

        @Override
        public Set<Long> members() {
            return Set.of();
        }
    }

    /** See {@link StaticKey}. */
    record Static(@NotNull Map<Long, @NotNull Long> weights, boolean redistribute)
            implements KeyContent {

        @Override
        public AllocationKey key(ZoneId zone) {
            return new StaticKey(byMember(weights, weight -> weight), redistribute);
        }

        @Override
        public Set<Long> members() {
            return weights.keySet();
        }
    }

    /** See {@link HierarchicalKey}. */
    record Hierarchical(@NotNull List<@NotNull List<@NotNull Long>> groups) implements KeyContent {

        @Override
        public AllocationKey key(ZoneId zone) {
            return new HierarchicalKey(groups.stream().map(KeyContent::ids).toList());
        }

        @Override
        public Set<Long> members() {
            Set<Long> members = new HashSet<>();
            groups.forEach(members::addAll);
            return members;
        }
    }

    /** See {@link CoefficientTable}. */
    record Coefficients(@NotNull Map<Long, @NotNull List<@NotNull Integer>> millionths)
            implements KeyContent {

        @Override
        public AllocationKey key(ZoneId zone) {
            return new CoefficientTable(byMember(millionths, values -> values), zone);
        }

        @Override
        public Set<Long> members() {
            return millionths.keySet();
        }
    }

    /** See {@link ParticipationKey}. */
    record Participation(
            @NotNull Map<Long, @NotNull @Valid Factor> factors, @NotNull @Valid KeyContent inner)
            implements KeyContent {

        /** See {@link ParticipationKey.Factor}. */
        public record Factor(@NotNull Integer before, @NotNull Integer factor) {}

        @Override
        public AllocationKey key(ZoneId zone) {
            return new ParticipationKey(
                    byMember(
                            factors, part -> new ParticipationKey.Factor(part.before, part.factor)),
                    inner.key(zone));
        }

        @Override
        public Set<Long> members() {
            Set<Long> members = new HashSet<>(factors.keySet());
            members.addAll(inner.members());
            return members;
        }
    }

    /** See {@link OwnUseFirst}. */
    record OwnUse(@NotNull @Valid KeyContent inner) implements KeyContent {

        @Override
        public AllocationKey key(ZoneId zone) {
            return new OwnUseFirst(inner.key(zone));
        }

        @Override
        public Set<Long> members() {
            return inner.members();
        }
    }

    /** See {@link HourlyMinimum}. */
    record Hourly(@NotNull List<@NotNull Long> plants) implements KeyContent {

        @Override
        public AllocationKey key(ZoneId zone) {
            return new HourlyMinimum(ids(plants));
        }

        @Override
        public Set<Long> members() {
            return Set.copyOf(plants);
        }
    }

    /** See {@link PanelShares}. */
    record Panels(
            @NotNull Map<Long, @NotNull Integer> shares,
            @NotNull @Max(PanelShares.MOST_ISSUED) Integer issued)
            implements KeyContent {

        @Override
        public AllocationKey key(ZoneId zone) {
            return new PanelShares(byMember(shares, count -> count), issued);
        }

        @Override
        public Set<Long> members() {
            return shares.keySet();
        }
    }

    private static List<ParticipantId> ids(Collection<Long> numbers) {
        return numbers.stream().map(ParticipantId::new).toList();
    }

    private static <T, R> Map<ParticipantId, R> byMember(
            Map<Long, T> byNumber, Function<T, R> value) {
        Map<ParticipantId, R> byMember = new HashMap<>();
        byNumber.forEach(
                (number, given) -> byMember.put(new ParticipantId(number), value.apply(given)));
        return byMember;
    }
}
