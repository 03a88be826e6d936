package energy.peerwatt.metering.headend.store;

import energy.peerwatt.market.Channel;
import energy.peerwatt.metering.headend.ValueReason;
import energy.peerwatt.metering.headend.estimation.EstimationRules;
import energy.peerwatt.metering.headend.estimation.GapShape;
import energy.peerwatt.metering.headend.estimation.LikeDays;
import energy.peerwatt.metering.headend.store.Brackets.Bracket;
import energy.peerwatt.metering.headend.store.History.Wanted;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds out how the energy of long gaps is spread; asks nothing if there are none. */
record GapShapes(SqlConnection connection, EstimationRules rules) {

    /**
     * Between two usable readings of one register.
     *
     * @param register its id
     */
    record Gap(int register, Instant from, Instant to) {

        static Gap around(Bracket bracket) {
            return new Gap(bracket.register().id(), bracket.before().at(), bracket.after().at());
        }
    }

    /** Shapes of those gaps around boundaries that are long and have one. */
    Uni<Map<Gap, GapShape>> of(List<Bracket> brackets) {
        Map<Gap, Wanted> wanted = new HashMap<>();
        for (Bracket bracket : brackets) {
            Gap gap = Gap.around(bracket);
            if (rules.isShaped(Duration.between(gap.from(), gap.to()))
                    && bracket.after().registerWh() > bracket.before().registerWh()) {
                wanted.computeIfAbsent(gap, _ -> wanted(bracket, gap));
            }
        }
        return wanted.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : new History(connection, rules)
                        .of(List.copyOf(wanted.values()))
                        .map(found -> shapes(wanted, found));
    }

    private static Wanted wanted(Bracket bracket, Gap gap) {
        var register = bracket.register().register();
        List<Instant> quarters = GapShape.quarters(gap.from(), gap.to());
        // The gap's own first quarter-hour is not known yet either.
        return new Wanted(
                register, quarters.getFirst(), quarters, register.channel() != Channel.IMPORT);
    }

    private static Map<Gap, GapShape> shapes(
            Map<Gap, Wanted> wanted, Map<Wanted, History.Found> found) {
        Map<Gap, GapShape> shapes = new HashMap<>();
        wanted.forEach((gap, key) ->
                Optional.ofNullable(found.get(key))
                        .flatMap(known -> shape(key.quarters(), known))
                        .ifPresent(shape -> shapes.put(gap, shape)));
        return shapes;
    }

    private static Optional<GapShape> shape(List<Instant> quarters, History.Found found) {
        return GapShape.of(
                        quarters,
                        quarter -> Optional.ofNullable(found.neighboursWh().get(quarter)),
                        ValueReason.NEIGHBOURS)
                .or(() -> likeDays(quarters, found.likeDays()));
    }

    private static Optional<GapShape> likeDays(List<Instant> quarters, LikeDays likeDays) {
        return GapShape.of(
                quarters,
                quarter -> boxed(likeDays.expectedMilliWh(quarter)),
                ValueReason.LIKE_DAYS);
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value.getAsLong());
    }
}
