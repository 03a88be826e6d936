package energy.peerwatt.edge.commission;

import energy.peerwatt.edge.commission.Finding.Verdict;
import energy.peerwatt.edge.device.Measured;
import energy.peerwatt.edge.device.ProfileQuantity;
import energy.peerwatt.edge.device.ProfileReader;
import energy.peerwatt.edge.modbus.RegisterSource;
import energy.peerwatt.edge.modbus.RegisterSpan;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A profile that may be a device's, and how well it explains what the device shows.
 *
 * @param seen read with the profile
 * @param contradictions checks of {@link Orientation} that fail
 * @param confirmations voltages, frequency and phases that fit
 * @param missing quantities of the profile that the device does not show
 */
record ProfileMatch(
        String id, Observation seen, int contradictions, int confirmations, int missing) {

    private static final Comparator<ProfileMatch> BEST_FIRST =
            Comparator.comparingInt(ProfileMatch::contradictions)
                    .thenComparing(ProfileMatch::confirmations, Comparator.reverseOrder())
                    .thenComparingInt(ProfileMatch::missing);
    private static final long MOST_WATT_HOURS = 100_000_000_000L;
    private static final List<ProfileQuantity> ENERGIES =
            List.of(ProfileQuantity.IMPORT, ProfileQuantity.GENERATION);

    /**
     * What a device may be.
     *
     * @param matches by their probe; several are alternatives that the device does not tell apart,
     *     or devices that share a unit
     * @param possible profiles without probe whose registers are there, if nothing else matched
     * @param energies the energy registers that the matches show: those of two devices differ
     */
    record Candidates(List<String> matches, List<String> possible, List<String> energies) {

        static final Candidates NONE = new Candidates(List.of(), List.of(), List.of());

        Candidates {
            matches = List.copyOf(matches);
            possible = List.copyOf(possible);
            energies = List.copyOf(energies);
        }

        /** All of them. */
        List<String> all() {
            return Stream.concat(matches.stream(), possible.stream()).toList();
        }
    }

    /**
     * Tries all profiles. A profile is kept if none that looks at the same registers explains the
     * device better.
     *
     * @throws energy.peerwatt.market.MarketException if the device fails
     */
    static Candidates find(RegisterSource source, int nominalVolts) {
        List<ProfileReader> silent = new ArrayList<>();
        List<ProfileMatch> probed = new ArrayList<>();
        for (String id : ProfileReader.ids()) {
            ProfileReader profile = ProfileReader.of(id);
            Optional<Boolean> probe = profile.probe(source);
            if (probe.isEmpty()) {
                silent.add(profile);
            } else if (probe.get()) {
                probed.add(of(profile, source, nominalVolts));
            }
        }
        List<ProfileMatch> best = best(probed);
        List<ProfileMatch> possible =
                best.isEmpty()
                        ? silent.stream()
                                .map(profile -> of(profile, source, nominalVolts))
                                .filter(ProfileMatch::showsItsEnergy)
                                .toList()
                        : List.of();
        return new Candidates(ids(best), ids(possible), energies(best, possible));
    }

    private static List<String> ids(List<ProfileMatch> matches) {
        return matches.stream().map(ProfileMatch::id).toList();
    }

    private static List<String> energies(List<ProfileMatch> best, List<ProfileMatch> possible) {
        return Stream.concat(best.stream(), possible.stream())
                .flatMap(match ->
                        ENERGIES.stream().flatMap(energy -> match.seen().value(energy).stream()))
                .map(BigDecimal::toPlainString)
                .toList();
    }

    private static ProfileMatch of(ProfileReader profile, RegisterSource source, int volts) {
        Observation seen = new Observation(0, profile.read(source));
        int contradictions = 0;
        int confirmations = 0;
        for (Finding finding : Orientation.judge(seen, volts)) {
            if (finding.verdict() == Verdict.BAD) {
                contradictions++;
            } else if (finding.verdict() == Verdict.GOOD) {
                confirmations += finding.check() == Check.VOLTAGE ? phases(seen) : 1;
            }
        }
        int missing =
                (int)
                        seen.values().values().stream()
                                .filter(Measured.Unknown.class::isInstance)
                                .count();
        return new ProfileMatch(profile.id(), seen, contradictions, confirmations, missing);
    }

    private static int phases(Observation seen) {
        return (int)
                Stream.of(
                                ProfileQuantity.VOLTAGE_L1,
                                ProfileQuantity.VOLTAGE_L2,
                                ProfileQuantity.VOLTAGE_L3)
                        .filter(phase -> seen.value(phase).isPresent())
                        .count();
    }

    /** Without a probe only registers that are there and have counted speak for a profile. */
    private boolean showsItsEnergy() {
        ProfileReader profile = ProfileReader.of(id);
        return contradictions == 0
                && ENERGIES.stream()
                        .filter(profile::has)
                        .allMatch(energy ->
                                seen.value(energy)
                                        .filter(value -> value.signum() > 0)
                                        .filter(value ->
                                                value.compareTo(BigDecimal.valueOf(MOST_WATT_HOURS))
                                                        < 0)
                                        .isPresent());
    }

    private static List<ProfileMatch> best(List<ProfileMatch> matches) {
        return matches.stream()
                .filter(match ->
                        matches.stream()
                                .filter(match::isAlternativeOf)
                                .noneMatch(other -> BEST_FIRST.compare(other, match) < 0))
                .toList();
    }

    private boolean isAlternativeOf(ProfileMatch other) {
        Optional<RegisterSpan> probed = ProfileReader.of(id).probedRegisters();
        return ProfileReader.of(other.id)
                .probedRegisters()
                .filter(registers -> probed.filter(registers::overlaps).isPresent())
                .isPresent();
    }
}
