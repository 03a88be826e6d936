package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.commission.Finding.Verdict;
import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.DeviceSample;
import energy.peerwatt.edge.device.RegisterValue;
import energy.peerwatt.market.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Judges what settles: the registers that the driver gives, their direction, the display. */
final class SettlementInspection {

    private final Tools tools;
    private final DeviceRole role;
    private final Load load;
    private final Duration watch;
    private final List<Display> displays;

    /**
     * Does nothing yet.
     *
     * @param watch at most; ends earlier when all is said
     */
    SettlementInspection(
            Tools tools, DeviceRole role, Load load, Duration watch, List<Display> displays) {
        this.tools = tools;
        this.role = role;
        this.load = load;
        this.watch = watch;
        this.displays = new ArrayList<>(displays);
    }

    /**
     * Watches and judges.
     *
     * @throws energy.peerwatt.market.MarketException if the device stops answering
     */
    void judge(Sighting.Source source, Judgement judgement) throws InterruptedException {
        DirectionWatch direction = new DirectionWatch(role, loadAsKnown());
        watch(source, direction);
        DeviceSample latest =
                direction
                        .latest()
                        .map(Sighting::sample)
                        .orElse(new DeviceSample(Map.of(), Map.of()));
        judgement.add(registers(latest));
        judgement.add(direction.finding());
        askForDisplay();
        displays.forEach(display -> judgement.add(display.compare(latest)));
    }

    private Load loadAsKnown() {
        if (load != Load.UNKNOWN || role != DeviceRole.METER) {
            return load;
        }
        return tools.dialogue()
                .ask(
                        "What flows at this moment: drawing from the grid, or feeding? (d/f, empty"
                                + " if you do not know)",
                        SettlementInspection::loadOf)
                .orElse(Load.UNKNOWN);
    }

    private static Load loadOf(String text) {
        return switch (text.substring(0, 1).toLowerCase(Locale.ROOT)) {
            case "d" -> Load.DRAWING;
            case "f" -> Load.FEEDING;
            default -> throw new IllegalArgumentException("d or f");
        };
    }

    /** At least one sighting is wanted, however short the watch. */
    private void watch(Sighting.Source source, DirectionWatch direction)
            throws InterruptedException {
        long end = tools.time().nanos() + watch.toNanos();
        long left = Math.max(watch.toNanos(), 1);
        while (left > 0 && !direction.isSure()) {
            tools.output()
                    .progress(
                            "watching, at most %d s more: %s"
                                    .formatted(
                                            Duration.ofNanos(left).toSeconds(),
                                            direction.finding().text()));
            source.next(Duration.ofNanos(left)).ifPresent(direction::add);
            left = end - tools.time().nanos();
        }
        tools.output().progressDone();
    }

    private Finding registers(DeviceSample latest) {
        if (!role.isSettled()) {
            return new Finding(
                    Check.REGISTERS, Verdict.NOT_MEASURED, "a " + role + " settles nothing");
        }
        Channel wanted = role == DeviceRole.METER ? Channel.IMPORT : Channel.GENERATION;
        if (!latest.registers().containsKey(wanted)) {
            return Finding.bad(
                    Check.REGISTERS,
                    "no "
                            + name(wanted)
                            + " register: unknown is never zero, so this device gives no readings");
        }
        String export =
                role == DeviceRole.METER && !latest.registers().containsKey(Channel.EXPORT)
                        ? "; export is not known, it will have no readings"
                        : "";
        List<String> shown = new ArrayList<>();
        latest.registers()
                .forEach((channel, value) -> shown.add(name(channel) + " " + text(value)));
        return Finding.good(
                Check.REGISTERS, String.join(", ", shown.stream().sorted().toList()) + export);
    }

    private static String text(RegisterValue value) {
        return "%s Wh in steps of %s Wh"
                .formatted(
                        BrokerReport.wattHours(value.milliWh()),
                        BrokerReport.wattHours(value.resolutionMilliWh()));
    }

    private void askForDisplay() {
        Optional<Channel> channel =
                switch (role) {
                    case METER -> Optional.of(Channel.IMPORT);
                    case INVERTER -> Optional.of(Channel.GENERATION);
                    case BATTERY, CHARGER, HEAT_PUMP, APPLIANCE -> Optional.empty();
                };
        if (displays.isEmpty() && channel.isPresent()) {
            tools.dialogue()
                    .ask(
                            "What does the display show as %s, kWh? (empty if it has none)"
                                    .formatted(name(channel.get())),
                            text -> Display.of(channel.get(), text))
                    .ifPresent(displays::add);
        }
    }

    private static String name(Channel channel) {
        return channel.name().toLowerCase(Locale.ROOT);
    }
}
