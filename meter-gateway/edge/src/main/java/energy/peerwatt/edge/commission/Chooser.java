package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.ProfileReader;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the device that the installer means. */
final class Chooser {

    private final Tools tools;
    private final Target.Bus bus;
    private final BusOptions options;

    Chooser(Tools tools, Target.Bus bus, BusOptions options) {
        this.tools = tools;
        this.bus = bus;
        this.options = options;
    }

    /**
     * Scans and chooses.
     *
     * @param unit empty to look for it
     * @param driver empty to find out
     * @return empty if nothing was found, or too much; the installer was told
     */
    Optional<Choice> choose(Optional<Integer> unit, Optional<String> driver) {
        driver.filter(name -> !name.equals(BusDevice.SUNSPEC)).ifPresent(ProfileReader::of);
        BusScan scan = new BusScan(bus, options, tools.output()::progress);
        BusScan.Result result =
                scan.scan(
                        unit.map(String::valueOf).map(UnitRange::parse).orElseGet(options::units),
                        options.framings());
        tools.output().progressDone();
        List<Choice> choices =
                Choice.of(bus, result).stream()
                        .filter(choice ->
                                driver.filter(name -> !name.equals(choice.device().driver()))
                                        .isEmpty())
                        .toList();
        if (choices.isEmpty()) {
            return unrecognised(unit, driver, result);
        }
        if (choices.size() == 1) {
            Choice only = choices.getFirst();
            return Optional.of(driver.isPresent() ? only.named() : only);
        }
        return ask(choices);
    }

    /** What answers, and is not what the installer calls it. */
    private Optional<Choice> unrecognised(
            Optional<Integer> unit, Optional<String> driver, BusScan.Result result) {
        if (unit.isPresent()
                && driver.filter(name -> !name.equals(BusDevice.SUNSPEC)).isPresent()
                && result.framing().isPresent()) {
            BusDevice device =
                    new BusDevice(bus, result.framing().get(), unit.get(), driver.get(), List.of());
            return Optional.of(Choice.unrecognised(device, roles(driver.get())));
        }
        ScanReport.of(bus, result).forEach(tools.output()::line);
        tools.output().line("Nothing to commission" + driver.map(name -> " as " + name).orElse(""));
        return Optional.empty();
    }

    private static Set<DeviceRole> roles(String driver) {
        Set<DeviceRole> roles = EnumSet.noneOf(DeviceRole.class);
        roles.addAll(ProfileReader.of(driver).roles());
        return roles;
    }

    private Optional<Choice> ask(List<Choice> choices) {
        for (int i = 0; i < choices.size(); i++) {
            Choice choice = choices.get(i);
            tools.output()
                    .line(
                            "%d  unit %d  %s  %s  as %s"
                                    .formatted(
                                            i + 1,
                                            choice.device().unit(),
                                            choice.device().driver(),
                                            choice.name(),
                                            choice.roles()));
        }
        Optional<Choice> chosen =
                tools.dialogue().ask("Which? (number)", text -> numbered(choices, text).named());
        if (chosen.isEmpty()) {
            tools.output().line("Several fit: choose with --unit and --profile.");
        }
        return chosen;
    }

    private static Choice numbered(List<Choice> choices, String text) {
        if (!text.matches("\\d{1,3}")
                || Integer.parseInt(text) < 1
                || Integer.parseInt(text) > choices.size()) {
            throw new IllegalArgumentException("a number from 1 to " + choices.size());
        }
        return choices.get(Integer.parseInt(text) - 1);
    }
}
