package energy.peerwatt.web.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Trade;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.ingest.LivePoint;
import energy.peerwatt.web.trading.MadeTrade;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the homes of an area do at the moment.
 *
 * @param flows energy agreed for the interval in delivery, per pair of neighbours
 * @param interval start of the interval in delivery
 */
public record VillageView(List<HomePower> homes, List<Flow> flows, Instant interval)
        implements Topics.Changing {

    /**
     * What has changed of a village; what has not is absent.
     *
     * @param homes by place in the village's
     * @param flows all there are
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Change(
            Map<Integer, HomePower> homes,
            @Nullable List<Flow> flows,
            @Nullable Instant interval) {}

    @Override
    public @Nullable Change since(Object before) {
        if (!(before instanceof VillageView last) || !hasHomesOf(last)) {
            return null;
        }
        Map<Integer, HomePower> changed =
                IntStream.range(0, homes.size())
                        .filter(place -> !homes.get(place).equals(last.homes.get(place)))
                        .boxed()
                        .collect(Collectors.toMap(place -> place, homes::get));
        return new Change(
                changed,
                flows.equals(last.flows) ? null : flows,
                interval.equals(last.interval) ? null : interval);
    }

    private boolean hasHomesOf(VillageView other) {
        return homes.size() == other.homes.size()
                && IntStream.range(0, homes.size())
                        .allMatch(place ->
                                homes.get(place).participantId()
                                        == other.homes.get(place).participantId());
    }

    /** What is left for somebody who may read certain homes: of the others nothing is known. */
    public VillageView asSeenBy(Predicate<ParticipantId> readable) {
        return new VillageView(
                homes.stream()
                        .map(home ->
                                readable.test(new ParticipantId(home.participantId()))
                                        ? home
                                        : HomePower.unknown(
                                                new ParticipantId(home.participantId())))
                        .toList(),
                flows.stream()
                        .filter(flow ->
                                readable.test(new ParticipantId(flow.sellerId()))
                                        || readable.test(new ParticipantId(flow.buyerId())))
                        .toList(),
                interval);
    }

    /** A home; what is not known is absent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HomePower(
            long participantId,
            @Nullable Long gridW,
            @Nullable Long solarW,
            @Nullable Long batteryW,
            @Nullable Integer batterySocPermille,
            @Nullable Long evW,
            @Nullable Instant at) {

        static HomePower unknown(ParticipantId participant) {
            return new HomePower(participant.value(), null, null, null, null, null, null);
        }

        static HomePower of(ParticipantId participant, LivePoint point) {
            return new HomePower(
                    participant.value(),
                    orNull(point.gridW()),
                    orNull(point.solarW()),
                    orNull(point.batteryW()),
                    orNull(point.batterySocPermille()),
                    orNull(point.evW()),
                    point.at());
        }

        private static @Nullable Long orNull(OptionalLong value) {
            return value.isPresent() ? value.getAsLong() : null;
        }

        private static @Nullable Integer orNull(OptionalInt value) {
            return value.isPresent() ? value.getAsInt() : null;
        }
    }

    /**
     * What one neighbour sells another in the interval, as mean power.
     *
     * @param priceMicro net of fees, by volume
     */
    public record Flow(long sellerId, long buyerId, long powerW, long priceMicro) {

        private static final long SECONDS_PER_HOUR = Duration.ofHours(1).toSeconds();

        private record Pair(ParticipantId seller, ParticipantId buyer) {

            static final Comparator<Pair> ORDER =
                    Comparator.comparing(Pair::seller).thenComparing(Pair::buyer);
        }

        static List<Flow> of(List<MadeTrade> trades, DeliveryInterval interval) {
            Map<Pair, List<Trade>> pairs =
                    trades.stream()
                            .map(MadeTrade::trade)
                            .collect(
                                    Collectors.groupingBy(
                                            trade -> new Pair(trade.seller(), trade.buyer())));
            return pairs.keySet().stream()
                    .sorted(Pair.ORDER)
                    .map(pair -> of(pair, pairs.getOrDefault(pair, List.of()), interval))
                    .toList();
        }

        private static Flow of(Pair pair, List<Trade> trades, DeliveryInterval interval) {
            long wattHours = 0;
            long nano = 0;
            for (Trade trade : trades) {
                wattHours = Math.addExact(wattHours, trade.quantity().wattHours());
                nano = Math.addExact(nano, trade.price().times(trade.quantity()).nano());
            }
            return new Flow(
                    pair.seller().value(),
                    pair.buyer().value(),
                    wattHours * SECONDS_PER_HOUR / interval.length().toSeconds(),
                    Math.floorDiv(nano, wattHours));
        }
    }
}
