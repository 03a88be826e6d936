package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.device.DeviceRole;
import energy.peerwatt.edge.device.ProfileReader;
import energy.peerwatt.edge.modbus.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One way to commission a unit that was found.
 *
 * @param identity whether it is known that the unit is this device
 */
record Choice(BusDevice device, Set<DeviceRole> roles, String name, Finding identity) {

    private static final List<Integer> USUAL_BASES = List.of(0, 40_000, 50_000);

    Choice {
        roles = new TreeSet<>(roles);
    }

    /** All that a scan found. */
    static List<Choice> of(Target.Bus bus, BusScan.Result result) {
        List<Choice> choices = new ArrayList<>();
        result.framing()
                .ifPresent(framing ->
                        result.identities()
                                .forEach((unit, identity) ->
                                        choices.addAll(of(bus, framing, unit, identity))));
        return choices;
    }

    private static List<Choice> of(Target.Bus bus, Framing framing, int unit, Identity identity) {
        List<Choice> choices = new ArrayList<>();
        identity.sunSpec()
                .filter(device -> !device.roles().isEmpty())
                .ifPresent(device ->
                        choices.add(
                                new Choice(
                                        new BusDevice(
                                                bus,
                                                framing,
                                                unit,
                                                BusDevice.SUNSPEC,
                                                bases(device)),
                                        device.roles(),
                                        device.name(),
                                        Finding.good(
                                                Check.IDENTITY, "SunSpec, " + device.name()))));
        for (String id : identity.profiles().all()) {
            ProfileReader profile = ProfileReader.of(id);
            choices.add(
                    new Choice(
                            new BusDevice(bus, framing, unit, id, List.of()),
                            profile.roles(),
                            profile.device(),
                            profile(id, identity.profiles())));
        }
        return choices;
    }

    private static List<Integer> bases(Identity.SunSpec device) {
        return USUAL_BASES.contains(device.base()) ? List.of() : List.of(device.base());
    }

    private static Finding profile(String id, ProfileMatch.Candidates candidates) {
        if (candidates.possible().contains(id)) {
            return Finding.undecided(
                    Check.IDENTITY,
                    "the registers are there, and no probe tells this device from others:"
                            + " its display can (--display-import, --display-generation)");
        }
        List<String> others = new ArrayList<>(candidates.matches());
        others.remove(id);
        return others.isEmpty()
                ? Finding.good(Check.IDENTITY, "the probe of " + id + " fits, and of no other")
                : Finding.undecided(
                        Check.IDENTITY,
                        "%s fits, and so does %s: name the one on the label with --profile"
                                .formatted(id, String.join(", ", others)));
    }

    /** The same, chosen by the installer: the label decides between devices that look alike. */
    Choice named() {
        boolean isByProbe =
                !device.driver().equals(BusDevice.SUNSPEC)
                        && ProfileReader.of(device.driver()).probedRegisters().isPresent();
        return isByProbe && !identity.passes()
                ? new Choice(
                        device,
                        roles,
                        name,
                        Finding.good(
                                Check.IDENTITY,
                                device.driver() + " fits, among others; chosen by name"))
                : this;
    }

    /** A device that the installer names and the scan did not find. */
    static Choice unrecognised(BusDevice device, Set<DeviceRole> roles) {
        return new Choice(
                device,
                roles,
                device.driver(),
                Finding.bad(
                        Check.IDENTITY,
                        "the device does not look like "
                                + device.driver()
                                + ": its probe or its registers are not there"));
    }
}
