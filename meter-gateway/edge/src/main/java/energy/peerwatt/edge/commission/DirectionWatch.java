package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.LiveQuantity;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.market.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares momentary power with what the registers count meanwhile: which of the two rises, and how
 * fast. Power and registers that are wrong in the same way look right, unless the installer says
 * what flows.
 *
 * <p>Used by one thread.
 */
final class DirectionWatch {

    /** Less is noise: a router and a clock. */
    private static final long LEAST_WATTS = 20;

    /** A register that stands still for so many of its own steps does not count this power. */
    private static final int STEPS_TO_SEE_STANDSTILL = 6;

    /** From so many steps on quantisation does not hide a scale. */
    private static final int STEPS_TO_JUDGE_SCALE = 6;

    private static final int ONE_SIDED = 4;
    private static final int MOST_DECADES = 3;
    private static final long WATT_NANOS_PER_MILLI_WH = 3_600_000_000L;

    /**
     * What flowed and what was counted, mWh.
     *
     * @param in by power, in the direction of the forward register
     * @param out by power, in the other
     * @param forward counted by import or generation
     * @param backward counted by export
     * @param step of the coarser register
     */
    private record Balance(long in, long out, long forward, long backward, long step) {

        boolean isInwards() {
            return in > ONE_SIDED * out;
        }

        boolean isOutwards() {
            return out > ONE_SIDED * in;
        }

        long flowed() {
            return in + out;
        }

        long counted() {
            return forward + backward;
        }

        boolean showsScale() {
            return Math.max(counted(), flowed()) > STEPS_TO_JUDGE_SCALE * step;
        }
    }

    private final DeviceRole role;
    private final Load load;
    private final List<Sighting> seen = new ArrayList<>();

    /** Nothing seen yet. */
    DirectionWatch(DeviceRole role, Load load) {
        this.role = role;
        this.load = load;
    }

    /** Sightings in the order of time. */
    void add(Sighting sighting) {
        seen.add(sighting);
    }

    /** The last sighting. */
    Optional<Sighting> latest() {
        return seen.isEmpty() ? Optional.empty() : Optional.of(seen.getLast());
    }

    /** Whether more time would not change the finding. */
    boolean isSure() {
        if (seen.isEmpty()) {
            return false;
        }
        Balance balance = balance();
        return finding().verdict() != Finding.Verdict.UNDECIDED && balance.showsScale();
    }

    /** What can be said by now; undecided if more time may tell. */
    Finding finding() {
        if (!role.isSettled()) {
            return Finding.notMeasured(Check.DIRECTION);
        }
        Optional<Long> power = latest().flatMap(this::watts);
        if (power.isEmpty()) {
            return Finding.undecided(
                    Check.DIRECTION, "no power was seen: nothing to compare the registers with");
        }
        Balance balance = balance();
        if (balance.counted() == 0) {
            return nothingCounted(balance, power.get());
        }
        if (balance.forward() > balance.step() && balance.backward() > balance.step()) {
            return bothRise(balance);
        }
        if (!balance.isInwards() && !balance.isOutwards()) {
            return Finding.undecided(
                    Check.DIRECTION,
                    "power changes its direction; watch longer or with a steady load");
        }
        boolean risesForward = balance.forward() > balance.backward();
        return risesForward == balance.isInwards()
                ? consistent(balance, power.get())
                : contradiction(balance, power.get());
    }

    private Finding nothingCounted(Balance balance, long watts) {
        if (Math.abs(watts) < LEAST_WATTS) {
            return Finding.undecided(
                    Check.DIRECTION,
                    "no load: %d W. Switch something on, such as a kettle, or watch longer (--watch)"
                            .formatted(watts));
        }
        if (balance.flowed() > STEPS_TO_SEE_STANDSTILL * balance.step()) {
            return Finding.bad(
                    Check.DIRECTION,
                    "the registers stand still while power says %s Wh: wrong registers, or the"
                                    .formatted(BrokerReport.wattHours(balance.flowed()))
                            + " device does not count this direction");
        }
        long seconds = balance.step() * WATT_NANOS_PER_MILLI_WH / Math.abs(watts) / 1_000_000_000L;
        return Finding.undecided(
                Check.DIRECTION,
                "%d W, and the registers have not moved: they count in steps of %s Wh, one in about"
                                .formatted(watts, BrokerReport.wattHours(balance.step()))
                        + " %d s at this load. More load, or watch longer (--watch)"
                                .formatted(seconds + 1));
    }

    private static Finding bothRise(Balance balance) {
        return Finding.bad(
                Check.DIRECTION,
                "import rose by %s Wh and export by %s Wh: this meter counts each phase by itself,"
                                .formatted(
                                        BrokerReport.wattHours(balance.forward()),
                                        BrokerReport.wattHours(balance.backward()))
                        + " or power changed its direction in between");
    }

    /** Power and registers agree with each other, though maybe not with the truth. */
    private Finding consistent(Balance balance, long watts) {
        boolean inwards = balance.isInwards();
        if (role == DeviceRole.METER && load != Load.UNKNOWN && inwards != isDrawing()) {
            return Finding.bad(
                    Check.DIRECTION,
                    "%d W and the %s register rises, while the house is %s: the device is mounted the"
                                    .formatted(
                                            watts,
                                            riser(inwards),
                                            load.name().toLowerCase(Locale.ROOT))
                            + " other way round. Turn its current transformers or its feed");
        }
        Optional<String> scale = scale(balance);
        if (scale.isPresent()) {
            return Finding.bad(Check.DIRECTION, scale.get());
        }
        String text =
                "%d W and the %s register rose by %s Wh, power says %s Wh%s"
                        .formatted(
                                watts,
                                riser(inwards),
                                BrokerReport.wattHours(balance.counted()),
                                BrokerReport.wattHours(balance.flowed()),
                                balance.showsScale() ? "" : ", too little to judge the scale");
        return Finding.good(
                Check.DIRECTION,
                role == DeviceRole.METER && load == Load.UNKNOWN
                        ? text
                                + ". It says that the house "
                                + (inwards ? "draws from" : "feeds into")
                                + " the grid; if not, all is turned round (--load)"
                        : text);
    }

    private Finding contradiction(Balance balance, long watts) {
        boolean risesForward = !balance.isInwards();
        String seen = "%d W, and the %s register rises: ".formatted(watts, riser(risesForward));
        if (role == DeviceRole.INVERTER) {
            return Finding.bad(
                    Check.DIRECTION, seen + "the sign of power is swapped: an inverter makes");
        }
        if (load == Load.UNKNOWN) {
            return Finding.bad(
                    Check.DIRECTION,
                    seen
                            + "either the sign of power or the two registers are swapped. --load"
                            + " drawing, --load feeding or --display-import tells which");
        }
        return Finding.bad(
                Check.DIRECTION,
                seen
                        + (risesForward == isDrawing()
                                ? "the sign of power is swapped, the registers are right"
                                : "import and export registers are swapped, power is right"));
    }

    private boolean isDrawing() {
        return load == Load.DRAWING;
    }

    private String riser(boolean forward) {
        if (role == DeviceRole.INVERTER) {
            return "generation";
        }
        return forward ? "import" : "export";
    }

    /** An error of scale, or of something else that is too large for noise. */
    private static Optional<String> scale(Balance balance) {
        if (!balance.showsScale()) {
            return Optional.empty();
        }
        for (int decades = 0; decades <= MOST_DECADES; decades++) {
            long factor = Math.powExact(10L, decades);
            if (isAbout(balance.counted(), balance.flowed() * factor, balance.step())) {
                return named(decades, factor, "fast");
            }
            if (isAbout(balance.counted() * factor, balance.flowed(), balance.step() * factor)) {
                return named(decades, factor, "slowly");
            }
        }
        return Optional.of(
                "the registers rose by %s Wh while power says %s Wh: wrong registers or scale"
                        .formatted(
                                BrokerReport.wattHours(balance.counted()),
                                BrokerReport.wattHours(balance.flowed())));
    }

    private static Optional<String> named(int decades, long factor, String how) {
        return decades == 0
                ? Optional.empty()
                : Optional.of(
                        "the registers rise %d times as %s as power says: wrong scale of one"
                                .formatted(factor, how));
    }

    /** Within a half, and a step at both ends. */
    private static boolean isAbout(long one, long other, long step) {
        return Math.abs(one - other) <= other / 2 + 2 * step;
    }

    private Balance balance() {
        long in = 0;
        long out = 0;
        Sighting before = seen.getFirst();
        for (Sighting now : seen) {
            long half = (now.nanos() - before.nanos()) / 2;
            for (Sighting end : List.of(before, now)) {
                long wattNanos = watts(end).orElse(0L) * half;
                in += Math.max(wattNanos, 0);
                out += Math.max(-wattNanos, 0);
            }
            before = now;
        }
        return new Balance(
                in / WATT_NANOS_PER_MILLI_WH,
                out / WATT_NANOS_PER_MILLI_WH,
                risen(forward()),
                role == DeviceRole.METER ? risen(Channel.EXPORT) : 0,
                Math.max(step(forward()), step(Channel.EXPORT)));
    }

    private Channel forward() {
        return role == DeviceRole.METER ? Channel.IMPORT : Channel.GENERATION;
    }

    private Optional<Long> watts(Sighting sighting) {
        LiveQuantity power = role == DeviceRole.METER ? LiveQuantity.GRID_W : LiveQuantity.SOLAR_W;
        return Optional.ofNullable(sighting.sample().live().get(power));
    }

    /** From the first to the last value known; a register that falls did not rise. */
    private long risen(Channel channel) {
        List<RegisterValue> values = values(channel);
        return values.isEmpty()
                ? 0
                : Math.max(0, values.getLast().milliWh() - values.getFirst().milliWh());
    }

    private long step(Channel channel) {
        return values(channel).stream().mapToLong(RegisterValue::resolutionMilliWh).max().orElse(1);
    }

    private List<RegisterValue> values(Channel channel) {
        return seen.stream()
                .map(sighting -> Optional.ofNullable(sighting.sample().registers().get(channel)))
                .flatMap(Optional::stream)
                .toList();
    }
}
