package energy.peerwatt.web.strategy;

import com.fasterxml.jackson.databind.ObjectMapper;
import energy.peerwatt.market.ParticipantId;
import energy.peerwatt.market.Side;
import energy.peerwatt.market.Trade;
import energy.peerwatt.settlement.IntervalSettlement;
import energy.peerwatt.settlement.LineKind;
import energy.peerwatt.settlement.MeteredPosition;
import energy.peerwatt.settlement.SettlementInput;
import energy.peerwatt.settlement.SettlementLine;
import energy.peerwatt.time.DeliveryInterval;
import energy.peerwatt.web.preference.Preference;
import energy.peerwatt.web.preference.Style;
import energy.peerwatt.web.strategy.BenchMarket.Wish;
import energy.peerwatt.web.strategy.BenchVillage.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A month of a hundred homes by the real strategy, engine and settlement rules, against the own
 * supplier alone, against homes that draw their prices, and against a planner who knows everything.
 */
final class StrategyBenchmark {

    private static final long SEED = 20_260_601;

    private StrategyBenchmark() {}

    /**
     * Writes the figures; ends with 1 and says why if orders are not worth what they claim: in the
     * mixed village and where all homes have the same style.
     *
     * @param args the file
     */
    public static void main(String[] args) throws IOException {
        BenchVillage village = new BenchVillage(SEED);
        Map<String, Object> figures = new LinkedHashMap<>();
        Map<String, Object> details = new LinkedHashMap<>();
        long optimum =
                IntStream.range(0, BenchVillage.SLOTS)
                        .parallel()
                        .mapToLong(slot -> optimum(village, slot))
                        .sum();
        Result mixed =
                settle(
                        village,
                        (home, interval, net, outcomes) ->
                                intent(home, home.preference(), net, outcomes));
        figures.put("shareOfOptimum", share(mixed.gain(), optimum));
        figures.put("gainOverRetailPercent", 100 * share(mixed.gain(), -mixed.supplierOnly()));
        figures.put("worseOffHomes", mixed.worseOff());
        figures.put("tradedShareOfOptimum", share(mixed.gainOfTrades(), optimum));
        Result none = settle(village, (_, _, _, _) -> Optional.empty());
        figures.put("noOrdersShareOfOptimum", share(none.gain(), optimum));
        figures.put("gainOverPoolPercent", 100 * share(mixed.gain() - none.gain(), none.gain()));
        figures.put("worseThanPoolHomes", mixed.worseThan(none));
        Result drawn = settle(village, StrategyBenchmark::zeroIntelligence);
        details.put("worseThanPoolHomes, prices drawn", drawn.worseThan(none));
        List<String> faults = new ArrayList<>(faults("mixed", mixed, none, drawn));
        // Prices move money between neighbours, so some lose what others gain: never most of them.
        if (2 * mixed.worseThan(none) >= village.homes().size()) {
            faults.add("mixed: half of the homes, or more, would do better without orders");
        }
        figures.put("zeroIntelligenceShareOfOptimum", share(drawn.gain(), optimum));
        figures.put("zeroIntelligenceTradedShare", share(drawn.gainOfTrades(), optimum));
        for (Style style : List.of(Style.NEIGHBOURLY, Style.BALANCED, Style.BEST_PRICE)) {
            Result alike =
                    settle(
                            village,
                            (home, interval, net, outcomes) ->
                                    intent(home, Preference.of(style), net, outcomes));
            details.put("shareOfOptimum, all " + style, share(alike.gain(), optimum));
            details.put("tradedShareOfOptimum, all " + style, share(alike.gainOfTrades(), optimum));
            details.put("worseOffHomes, all " + style, alike.worseOff());
            details.put("worseThanPoolHomes, all " + style, alike.worseThan(none));
            faults.addAll(faults("all " + style, alike, none, drawn));
        }
        long bound = storageBound(village, mixed.supplierOnly());
        figures.put("shareOfOneMeterBound", share(mixed.gain(), bound));
        details.put("seed", SEED);
        details.put("gain", euro(mixed.gain()));
        details.put("optimum", euro(optimum));
        details.put("oneMeterBound", euro(bound));
        details.put("supplierOnlyBill", euro(-mixed.supplierOnly()));
        details.put("leastGainOfAHome", euro(mixed.leastGain()));
        new ObjectMapper()
                .writeValue(
                        Path.of(args[0]).toFile(), Map.of("figures", figures, "details", details));
        faults.forEach(System.err::println);
        if (!faults.isEmpty()) {
            System.exit(1);
        }
    }

    /** What is not as it has to be, of a village whose homes trade by a style. */
    private static List<String> faults(String homes, Result styled, Result pool, Result drawn) {
        List<String> faults = new ArrayList<>();
        if (styled.worseOff() > 0) {
            faults.add(homes + ": " + styled.worseOff() + " homes are worse off than alone");
        }
        if (styled.gain() <= pool.gain()) {
            faults.add(homes + ": orders gain nothing over the pool");
        }
        if (styled.gain() <= drawn.gain()) {
            faults.add(homes + ": prices gain nothing over drawn ones");
        }
        return faults;
    }

    private static Optional<Intent> intent(
            Home home, Preference preference, long net, List<Margins.Outcome> outcomes) {
        return Intent.of(preference, home.participant(), home.corridor(), outcomes, net);
    }

    /** Each home draws a limit of its own corridor for each interval, and keeps it. */
    private static Optional<Intent> zeroIntelligence(
            Home home, DeliveryInterval interval, long net, List<Margins.Outcome> outcomes) {
        if (!home.corridor().isOpen()) {
            return Optional.empty();
        }
        int margin =
                new SplittableRandom(home.participant().value() * 1_000_003 + interval.index())
                        .nextInt(1_001);
        Side side = Intent.side(net);
        return Optional.of(
                new Intent(
                        side,
                        Math.abs(net),
                        side == Side.BUY
                                ? home.corridor().bid(margin)
                                : home.corridor().ask(margin),
                        Long.MAX_VALUE));
    }

    /**
     * What came of a month, nano-currency.
     *
     * @param gain of all homes over the supplier alone
     * @param gainOfTrades the part of it that trades made, without the pool
     * @param supplierOnly what the supplier alone would have credited all homes
     * @param gains of each home over the supplier alone
     */
    private record Result(
            long gain, long gainOfTrades, long supplierOnly, Map<ParticipantId, Long> gains) {

        /** Homes that the supplier alone would have served better. */
        long worseOff() {
            return gains.values().stream().filter(gain -> gain < 0).count();
        }

        long leastGain() {
            return gains.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        }

        /** Homes that gain less than in another village of the same homes. */
        long worseThan(Result other) {
            return gains.entrySet().stream()
                    .filter(one -> one.getValue() < other.gains().getOrDefault(one.getKey(), 0L))
                    .count();
        }
    }

    private static Result settle(BenchVillage village, Wish wish) {
        Map<DeliveryInterval, List<Trade>> trades = BenchMarket.play(village, wish);
        Map<ParticipantId, Home> homes = new HashMap<>();
        village.homes().forEach(home -> homes.put(home.participant(), home));
        List<Month> parts =
                IntStream.range(0, BenchVillage.SLOTS)
                        .parallel()
                        .mapToObj(slot -> Month.of(village, homes, slot, trades))
                        .toList();
        Map<ParticipantId, Long> gains = new HashMap<>();
        parts.forEach(
                part -> part.gains().forEach((id, gain) -> gains.merge(id, gain, Math::addExact)));
        return new Result(
                gains.values().stream().mapToLong(Long::longValue).sum(),
                parts.stream().mapToLong(Month::ofTrades).sum(),
                parts.stream().mapToLong(Month::supplierOnly).sum(),
                gains);
    }

    /** One interval's part of the month. */
    private record Month(Map<ParticipantId, Long> gains, long ofTrades, long supplierOnly) {

        static Month of(
                BenchVillage village,
                Map<ParticipantId, Home> homes,
                int slot,
                Map<DeliveryInterval, List<Trade>> trades) {
            DeliveryInterval interval = BenchVillage.FIRST.plus(slot);
            List<MeteredPosition> positions =
                    village.homes().stream().map(home -> home.position(slot)).toList();
            IntervalSettlement settlement =
                    new SettlementInput(
                                    BenchVillage.RULES.area(),
                                    interval,
                                    1,
                                    positions,
                                    trades.getOrDefault(interval, List.of()),
                                    BenchVillage.FEES)
                            .settle()
                            .settlement();
            Map<ParticipantId, Long> gains = new HashMap<>();
            long supplierOnly = 0;
            for (MeteredPosition position : positions) {
                gains.put(position.participant(), -position.gridOnly().nano());
                supplierOnly += position.gridOnly().nano();
            }
            long ofTrades = 0;
            for (SettlementLine line : settlement.lines()) {
                gains.computeIfPresent(
                        line.participant(), (_, gain) -> gain + line.amount().nano());
                if (line.kind() == LineKind.MATCHED_ENERGY && line.amount().nano() > 0) {
                    ofTrades +=
                            worth(
                                    homes.get(line.counterparty()),
                                    homes.get(line.participant()),
                                    line.energy().wattHours());
                }
            }
            return new Month(gains, ofTrades, supplierOnly);
        }
    }

    /** What energy shared between two homes makes both together better off. */
    private static long worth(Home buyer, Home seller, long wattHours) {
        return buyer.corridor()
                        .ceiling()
                        .minus(BenchVillage.FEES.total())
                        .minus(seller.corridor().feedIn())
                        .microPerKwh()
                * wattHours;
    }

    /**
     * The most that sharing in one interval can gain all homes: those who pay most buy from those
     * who are paid least, as long as both gain. Exact, for what each home took and gave.
     */
    private static long optimum(BenchVillage village, int slot) {
        List<Home> buyers =
                village.homes().stream()
                        .filter(home -> home.net(slot) > 0)
                        .sorted(
                                Comparator.comparing((Home home) -> home.corridor().ceiling())
                                        .reversed())
                        .toList();
        List<Home> sellers =
                village.homes().stream()
                        .filter(home -> home.net(slot) < 0)
                        .sorted(Comparator.comparing(home -> home.corridor().feedIn()))
                        .toList();
        long gain = 0;
        int buyer = 0;
        int seller = 0;
        long wanted = buyers.isEmpty() ? 0 : buyers.getFirst().net(slot);
        long offered = sellers.isEmpty() ? 0 : -sellers.getFirst().net(slot);
        while (buyer < buyers.size() && seller < sellers.size()) {
            long energy = Math.min(wanted, offered);
            long worth = worth(buyers.get(buyer), sellers.get(seller), energy);
            if (worth < 0) {
                break;
            }
            gain += worth;
            wanted -= energy;
            offered -= energy;
            if (wanted == 0 && ++buyer < buyers.size()) {
                wanted = buyers.get(buyer).net(slot);
            }
            if (offered == 0 && ++seller < sellers.size()) {
                offered = -sellers.get(seller).net(slot);
            }
        }
        return gain;
    }

    /**
     * More than any planner can gain, whatever it does with the batteries: the village's energy of
     * the month behind one meter, with no fees and no losses, what is missing in all at the lowest
     * retail price and what is left over at the highest feed-in price. Batteries may end empty.
     */
    private static long storageBound(BenchVillage village, long supplierOnly) {
        long net = 0;
        long stored = 0;
        for (Home home : village.homes()) {
            net += home.netSum();
            stored += home.batteryWh();
        }
        long missing = net - stored;
        long price =
                missing > 0
                        ? village.homes().stream()
                                .mapToLong(home -> home.corridor().ceiling().microPerKwh())
                                .min()
                                .orElseThrow()
                        : village.homes().stream()
                                .mapToLong(home -> home.corridor().feedIn().microPerKwh())
                                .max()
                                .orElseThrow();
        return -supplierOnly - missing * price;
    }

    private static double share(long part, long whole) {
        return Math.round(10_000.0 * part / whole) / 10_000.0;
    }

    private static double euro(long nano) {
        return Math.round(nano / 10_000_000.0) / 100.0;
    }
}
